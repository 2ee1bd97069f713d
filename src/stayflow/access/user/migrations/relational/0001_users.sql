create table users (
  user_id text primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  password_hash text not null,
  administrator boolean not null,
  created_at timestamptz not null,
  disabled_at timestamptz
);

-- Not under row-level security: who may enter which project is asked before a project is entered.
create table memberships (
  project text not null references projects (id) on delete cascade,
  user_id text not null references users (user_id) on delete cascade,
  role text not null check (role in ('viewer', 'analyst', 'operator', 'owner')),
  created_at timestamptz not null,
  primary key (project, user_id)
);

create table sessions (
  token_hash bytea primary key,
  user_id text not null references users (user_id) on delete cascade,
  csrf text not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index sessions_of_user on sessions (user_id);

-- `subject`: a hash of the e-mail or of the address that failed.
create table sign_in_failures (
  subject bytea primary key,
  failures integer not null,
  last_at timestamptz not null
);
select stayflow_open('users');
select stayflow_open('memberships');
select stayflow_open('sessions');
select stayflow_open('sign_in_failures');
