-- Every table of a project calls stayflow_protect: rows of another project do not exist for a transaction,
-- even when a statement forgets its filter, even for the tables' owner.
create function stayflow_protect(name regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format(
    'create policy own_project on %s using (project_id = current_setting(''stayflow.project'', true)) '
    'with check (project_id = current_setting(''stayflow.project'', true))', name);
  perform stayflow_open(name);
end $$;

-- Tables that belong to no project (projects themselves, users, sessions, the log).
create function stayflow_open(name regclass) returns void language plpgsql as $$
begin
  execute format('grant select, insert, update, delete on %s to stayflow_app', name);
end $$;
