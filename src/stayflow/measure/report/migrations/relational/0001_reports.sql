-- A dashboard that is sent by itself.
create table reports (
    project_id text not null default current_setting('stayflow.project'),
    report_id text not null,
    name text not null,
    definition jsonb not null,
    created_at timestamptz not null,
    created_by text not null,
    sent_for timestamptz,
    trouble text not null default '',
    primary key (project_id, report_id),
    unique (project_id, name)
);
select stayflow_protect('reports');
