-- A segment is a saved condition, or (condition null) a fixed list of people.
create table segments (
    project_id text not null default current_setting('stayflow.project'),
    segment_id text not null,
    name text not null,
    note text not null default '',
    condition jsonb,
    created_at timestamptz not null,
    created_by text not null,
    changed_at timestamptz not null,
    version integer not null default 0,
    primary key (project_id, segment_id),
    unique (project_id, name)
);
select stayflow_protect('segments');

-- Each refresh makes a version: its people are a bitmap in the warehouse, its sizes are here.
create table segment_versions (
    project_id text not null default current_setting('stayflow.project'),
    segment_id text not null,
    version integer not null,
    at timestamptz not null,
    people_count bigint not null,
    entered_count bigint not null,
    left_count bigint not null,
    primary key (project_id, segment_id, version),
    foreign key (project_id, segment_id) references segments on delete cascade
);
select stayflow_protect('segment_versions');
