create table projects (
  id text primary key check (id ~ '^[a-z][a-z0-9_]{0,40}$'),
  name text not null,
  zone text not null,
  currency text not null,
  note text,
  created_at timestamptz not null
);
select stayflow_open('projects');
