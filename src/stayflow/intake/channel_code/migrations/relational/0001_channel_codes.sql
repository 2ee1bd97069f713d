create table channel_codes (
    project_id text not null default current_setting('stayflow.project'),
    code text not null,
    name text not null,
    definition jsonb not null,
    state text not null check (state in ('open', 'closed')),
    created_at timestamptz not null,
    created_by text not null,
    changed_at timestamptz not null,
    primary key (project_id, code),
    unique (project_id, name)
);
select stayflow_protect('channel_codes');

-- visits that are no people's, and those that could not be recorded; people's are events
create table channel_code_counts (
    project_id text not null default current_setting('stayflow.project'),
    code text not null,
    outcome text not null,
    count bigint not null,
    primary key (project_id, code, outcome),
    foreign key (project_id, code) references channel_codes (project_id, code) on delete cascade
);
select stayflow_protect('channel_code_counts');
