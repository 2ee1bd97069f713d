-- What a project wants cleaned; without a row, the defaults.
create table cleaning_rules (
    project_id text not null default current_setting('stayflow.project'),
    rules jsonb not null,
    changed_at timestamptz not null,
    changed_by text not null,
    primary key (project_id)
);
select stayflow_protect('cleaning_rules');
