-- Types that operators gave to attributes, instead of what their values first looked like.
create table attribute_types (
    project_id text not null default current_setting('stayflow.project'),
    name text not null,
    type text not null,
    former text not null,
    asked_at timestamptz not null,
    asked_by text not null,
    done_at timestamptz,
    fits bigint,
    misfits bigint,
    primary key (project_id, name),
    foreign key (project_id, name) references catalogue_attributes on delete cascade
);
select stayflow_protect('attribute_types');
