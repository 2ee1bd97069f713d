-- Work that outlives a request and a crash. Not under row-level security, as the log: a worker takes the next
-- job of any project; every statement of the API names its project.
create table jobs (
  job_id text primary key,
  project text not null,
  kind text not null,
  payload jsonb not null,
  unique_key text,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  attempts integer not null default 0,
  attempts_max integer not null,
  run_at timestamptz not null,
  done bigint not null default 0,
  total bigint,
  note text not null default '',
  error text,
  cancel_asked boolean not null default false,
  created_at timestamptz not null,
  started_at timestamptz,
  seen_at timestamptz,
  finished_at timestamptz
);
-- The same work waits or runs once.
create unique index jobs_at_work on jobs (project, kind, unique_key) where state in ('waiting', 'running');
create index jobs_to_take on jobs (run_at) where state in ('waiting', 'running');
create index jobs_of_project on jobs (project, created_at desc);
select stayflow_open('jobs');
