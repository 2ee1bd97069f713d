-- A rule's definition is kept for every version, so that a grant can always be explained by what held then.
create table earning_rules (
  project_id text not null default current_setting('stayflow.project'),
  rule_id text not null,
  version integer not null,
  name text not null,
  definition jsonb not null,
  enabled boolean not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  removed_at timestamptz,
  primary key (project_id, rule_id)
);
create unique index earning_rules_by_name on earning_rules (project_id, name) where removed_at is null;
select stayflow_protect('earning_rules');

create table earning_rule_versions (
  project_id text not null default current_setting('stayflow.project'),
  rule_id text not null,
  version integer not null,
  name text not null,
  definition jsonb not null,
  enabled boolean not null,
  at timestamptz not null,
  actor text not null,
  primary key (project_id, rule_id, version)
);
select stayflow_protect('earning_rule_versions');
