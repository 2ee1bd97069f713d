-- Folders of the catalogue; an operator arranges them.
create table tag_folders (
    project_id text not null default current_setting('stayflow.project'),
    folder_id text not null,
    name text not null,
    parent_id text,
    position integer not null default 0,
    primary key (project_id, folder_id),
    foreign key (project_id, parent_id) references tag_folders
);
select stayflow_protect('tag_folders');

-- A tag is a name, who answers for it, and a definition whose form its kind knows.
create table tags (
    project_id text not null default current_setting('stayflow.project'),
    tag_id text not null,
    name text not null,
    label_zh text not null default '',
    label_en text not null default '',
    note text not null default '',
    owner text not null default '',
    family text not null,
    folder_id text,
    position integer not null default 0,
    kind text not null,
    definition jsonb not null,
    schedule text not null,
    version integer not null,
    created_at timestamptz not null,
    created_by text not null,
    changed_at timestamptz not null,
    changed_by text not null,
    refreshed_at timestamptz,
    primary key (project_id, tag_id),
    unique (project_id, name),
    foreign key (project_id, folder_id) references tag_folders
);
select stayflow_protect('tags');

-- Every definition a tag had.
create table tag_versions (
    project_id text not null default current_setting('stayflow.project'),
    tag_id text not null,
    version integer not null,
    definition jsonb not null,
    changed_at timestamptz not null,
    changed_by text not null,
    primary key (project_id, tag_id, version),
    foreign key (project_id, tag_id) references tags on delete cascade
);
select stayflow_protect('tag_versions');
