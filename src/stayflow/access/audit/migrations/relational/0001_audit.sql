-- Append-only: the application may write and read lines, never change or remove one.
create table audit_entries (
  project_id text not null default current_setting('stayflow.project'),
  entry bigint generated always as identity,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null,
  primary key (project_id, entry)
);
select stayflow_protect('audit_entries');

-- What happens outside of any project: sign-ins, accounts, new projects.
create table audit_system_entries (
  entry bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null
);
select stayflow_open('audit_system_entries');

revoke update, delete, truncate on audit_entries, audit_system_entries from stayflow_app;

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only';
end $$;
create trigger append_only before update or delete or truncate on audit_entries
  for each statement execute function audit_is_append_only();
create trigger append_only before update or delete or truncate on audit_system_entries
  for each statement execute function audit_is_append_only();
