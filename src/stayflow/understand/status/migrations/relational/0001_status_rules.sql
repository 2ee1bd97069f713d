-- How a project tells statuses apart; no row: the defaults.
create table status_rules (
    project_id text not null default current_setting('stayflow.project'),
    active_days integer not null,
    churn_days integer not null,
    drop_share double precision not null,
    changed_at timestamptz not null,
    changed_by text not null,
    primary key (project_id)
);
select stayflow_protect('status_rules');
