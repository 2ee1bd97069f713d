-- A segment handed over once: its people as of a change, with what for. How far it is stands in destination_positions,
-- under the feed `members:` and its id.
create table destination_exports (
    project_id text not null default current_setting('stayflow.project'),
    export_id text not null,
    destination_id text not null,
    segment_id text not null,
    segment text not null,
    change bigint not null,
    people bigint not null,
    purpose text not null,
    at timestamptz not null,
    by text not null,
    primary key (project_id, export_id),
    foreign key (project_id, destination_id) references destinations (project_id, destination_id) on delete cascade
);
select stayflow_protect('destination_exports');
