-- Numbers of writes of changes. lane: writes that follow one another, such as those of one segment; '' where all do.
create table fact_numbers (
    project_id text not null default current_setting('stayflow.project'),
    kind text not null,
    lane text not null,
    number bigint not null,
    primary key (project_id, kind, lane)
);
select stayflow_protect('fact_numbers');

-- Up to where changes have been told as events: all of the numbers before, and of this number the things up to this one.
create table fact_marks (
    project_id text not null default current_setting('stayflow.project'),
    kind text not null,
    lane text not null,
    number bigint not null default 0,
    thing_id text not null default '',
    told bigint not null default 0,
    held_back bigint not null default 0,
    held_back_at timestamptz,
    primary key (project_id, kind, lane)
);
select stayflow_protect('fact_marks');
