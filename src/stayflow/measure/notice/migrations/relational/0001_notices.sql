-- Whom the team wants told: an address, or a robot in a group; its secret part is sealed.
create table notice_targets (
    project_id text not null default current_setting('stayflow.project'),
    target_id text not null,
    name text not null,
    kind text not null,
    sealed text not null,
    created_at timestamptz not null,
    created_by text not null,
    primary key (project_id, target_id),
    unique (project_id, name)
);
select stayflow_protect('notice_targets');

-- What was told, kept whether or not anybody could be reached.
create table notices (
    project_id text not null default current_setting('stayflow.project'),
    notice_id text not null,
    about text not null,
    source_id text not null,
    title text not null,
    body text not null,
    link text not null,
    pictures jsonb not null,
    created_at timestamptz not null,
    primary key (project_id, notice_id)
);
select stayflow_protect('notices');

-- One row for each who is to be told; written before it is sent.
create table notice_sends (
    project_id text not null default current_setting('stayflow.project'),
    notice_id text not null,
    target_id text not null,
    state text not null,
    tries integer not null default 0,
    due_at timestamptz not null,
    detail text not null default '',
    primary key (project_id, notice_id, target_id),
    foreign key (project_id, notice_id) references notices (project_id, notice_id) on delete cascade,
    foreign key (project_id, target_id) references notice_targets (project_id, target_id) on delete cascade
);
select stayflow_protect('notice_sends');
