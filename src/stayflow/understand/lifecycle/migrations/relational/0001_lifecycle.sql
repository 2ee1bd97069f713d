-- A model's definition in every version it had: a change of stage names the version that decided it.
create table lifecycle_models (
    project_id text not null default current_setting('stayflow.project'),
    model text not null,
    version integer not null,
    definition jsonb not null,
    changed_at timestamptz not null,
    primary key (project_id, model, version)
);
select stayflow_protect('lifecycle_models');

-- Up to when the stages of a model are recorded.
create table lifecycle_runs (
    project_id text not null default current_setting('stayflow.project'),
    model text not null,
    refreshed_at timestamptz not null,
    version integer not null,
    primary key (project_id, model)
);
select stayflow_protect('lifecycle_runs');
