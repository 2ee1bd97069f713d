-- A number that means the same wherever it stands: its definition, how it is read, and who answers for it.
create table metrics (
    project_id text not null default current_setting('stayflow.project'),
    metric_id text not null,
    name text not null,
    title text not null,
    description text not null,
    definition jsonb not null,
    unit text not null,
    direction text not null,
    owner text not null,
    target double precision,
    parent text,
    position integer not null,
    created_at timestamptz not null,
    created_by text not null,
    changed_at timestamptz not null,
    primary key (project_id, metric_id),
    unique (project_id, name)
);
select stayflow_protect('metrics');
