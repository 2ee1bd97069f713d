-- What each of the five stages of the pirate funnel is in this project: one row, once somebody said so.
create table pirate_steps (
    project_id text not null default current_setting('stayflow.project'),
    steps jsonb not null,
    changed_at timestamptz not null,
    changed_by text not null,
    primary key (project_id)
);
select stayflow_protect('pirate_steps');
