-- Not under row-level security: the key is what tells the project, so it is looked up before one is known.
-- Reached only through this room, which names the project in every other statement.
create table keys (
  key_id text primary key,
  project text not null,
  kind text not null check (kind in ('write', 'api')),
  name text not null,
  role text,
  prefix text not null,
  secret_hash bytea not null unique,
  created_at timestamptz not null,
  created_by text not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index keys_of_project on keys (project, created_at);
select stayflow_open('keys');
