-- Every version of the tracking plan that was saved; the newest is in force.
create table tracking_plans (
    project_id text not null default current_setting('stayflow.project'),
    version bigint not null,
    plan jsonb not null,
    changed_at timestamptz not null,
    changed_by text not null,
    primary key (project_id, version)
);
select stayflow_protect('tracking_plans');
