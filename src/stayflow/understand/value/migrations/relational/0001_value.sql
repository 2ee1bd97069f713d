-- What a person's value is and how tiers are cut; no row: the defaults.
create table value_rules (
    project_id text not null default current_setting('stayflow.project'),
    definition jsonb not null,
    changed_at timestamptz not null,
    changed_by text not null,
    primary key (project_id)
);
select stayflow_protect('value_rules');

create table value_runs (
    project_id text not null default current_setting('stayflow.project'),
    at timestamptz not null,
    people bigint not null,
    primary key (project_id, at)
);
select stayflow_protect('value_runs');

-- What was spent to win people, by source and month.
create table acquisition_costs (
    project_id text not null default current_setting('stayflow.project'),
    source text not null,
    month date not null,
    spend numeric(18, 6) not null check (spend >= 0),
    changed_at timestamptz not null,
    changed_by text not null,
    primary key (project_id, source, month)
);
select stayflow_protect('acquisition_costs');
