-- how a project reaches its people: one row per channel; `sealed` is encrypted with a key that is not in this database
create table channels (
    project_id text not null default current_setting('stayflow.project'),
    channel text not null,
    settings jsonb not null,
    sealed text not null,
    changed_at timestamptz not null,
    primary key (project_id, channel)
);
select stayflow_protect('channels');
