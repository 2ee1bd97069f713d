-- How a project classifies its buyers, and what the newest run found.
create table rfm_models (
    project_id text not null default current_setting('stayflow.project'),
    model text not null,
    definition jsonb not null,
    changed_at timestamptz not null,
    refreshed_at timestamptz,
    cuts jsonb,
    primary key (project_id, model)
);
select stayflow_protect('rfm_models');
