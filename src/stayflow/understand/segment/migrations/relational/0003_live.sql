-- algebra: the segment is made of others by set operations, instead of a condition.
-- refresh: live | hourly | daily (at refresh_at, local time) | manual.
-- change: each change of the members has a number; a version is the change at which everybody was computed. Null: as
-- version. people_count and computed_at: after the newest change. Null: as of the version.
-- edition: number of the definition in force; problem: why it could not be computed, empty when it could.
alter table segments
    add column algebra jsonb,
    add column refresh text not null default 'daily' check (refresh in ('live', 'hourly', 'daily', 'manual')),
    add column refresh_at text not null default '02:00',
    add column change bigint,
    add column people_count bigint,
    add column computed_at timestamptz,
    add column edition integer not null default 1,
    add column changed_by text not null default '',
    add column problem text not null default '';

-- What a segment was defined as, and who changed it.
create table segment_editions (
    project_id text not null default current_setting('stayflow.project'),
    segment_id text not null,
    edition integer not null,
    name text not null,
    note text not null,
    condition jsonb,
    algebra jsonb,
    refresh text not null,
    refresh_at text not null,
    changed_at timestamptz not null,
    changed_by text not null,
    primary key (project_id, segment_id, edition),
    foreign key (project_id, segment_id) references segments on delete cascade
);
select stayflow_protect('segment_editions');

-- What happened to a segment between its versions, hour by hour.
create table segment_hours (
    project_id text not null default current_setting('stayflow.project'),
    segment_id text not null,
    hour timestamptz not null,
    people_count bigint not null,
    entered_count bigint not null,
    left_count bigint not null,
    primary key (project_id, segment_id, hour),
    foreign key (project_id, segment_id) references segments on delete cascade
);
select stayflow_protect('segment_hours');
