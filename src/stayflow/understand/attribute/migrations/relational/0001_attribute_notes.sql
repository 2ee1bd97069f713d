-- What people say of an attribute; its name and type are catalogued by what came in. Folders are those of tags.
create table attribute_notes (
    project_id text not null default current_setting('stayflow.project'),
    name text not null,
    label_zh text not null default '',
    label_en text not null default '',
    note text not null default '',
    owner text not null default '',
    family text not null check (family in ('explicit', 'implicit')),
    folder_id text,
    position integer not null default 0,
    is_sensitive boolean not null default false,
    changed_at timestamptz not null,
    changed_by text not null,
    primary key (project_id, name),
    foreign key (project_id, name) references catalogue_attributes on delete cascade
);
select stayflow_protect('attribute_notes');
