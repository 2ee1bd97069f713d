-- A score is a name and a definition: which events give how many points, and how they fade.
create table scores (
    project_id text not null default current_setting('stayflow.project'),
    score_id text not null,
    name text not null,
    label_zh text not null default '',
    label_en text not null default '',
    note text not null default '',
    owner text not null default '',
    definition jsonb not null,
    schedule text not null,
    version integer not null,
    created_at timestamptz not null,
    created_by text not null,
    changed_at timestamptz not null,
    changed_by text not null,
    refreshed_at timestamptz,
    primary key (project_id, score_id),
    unique (project_id, name)
);
select stayflow_protect('scores');

-- Every definition a score had.
create table score_versions (
    project_id text not null default current_setting('stayflow.project'),
    score_id text not null,
    version integer not null,
    definition jsonb not null,
    changed_at timestamptz not null,
    changed_by text not null,
    primary key (project_id, score_id, version),
    foreign key (project_id, score_id) references scores on delete cascade
);
select stayflow_protect('score_versions');
