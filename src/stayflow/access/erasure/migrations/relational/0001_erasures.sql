-- An erasure of a person: asked for, carried out, proved. `people` and `identities` are numbers, never given again: once
-- it is done they lead to nobody, and say where nothing may be left. `known_by` (kind to values) and `batches` (batch to
-- its events of the person) are there while it is carried out only.
create table erasures (
    project_id text not null default current_setting('stayflow.project'),
    erasure_id text not null,
    person_id bigint not null,
    state text not null check (state in ('waiting', 'erasing', 'done')),
    people bigint[] not null default '{}',
    identities bigint[] not null default '{}',
    known_by jsonb,
    batches jsonb,
    asked_at timestamptz not null,
    asked_by text not null,
    begun_at timestamptz,
    done_at timestamptz,
    looked_again_at timestamptz,
    check ((state = 'done') = (done_at is not null)),
    check (state <> 'done' or (known_by is null and batches is null)),
    primary key (project_id, erasure_id)
);
select stayflow_protect('erasures');
create index erasures_open on erasures (project_id, asked_at) where state <> 'done';
create unique index erasures_asked_once on erasures (project_id, person_id) where state <> 'done';

-- The numbers that lead to nobody any more.
create table erased_people (
    project_id text not null default current_setting('stayflow.project'),
    person_id bigint not null,
    erasure_id text not null,
    primary key (project_id, person_id),
    foreign key (project_id, erasure_id) references erasures
);
select stayflow_protect('erased_people');

-- The report: of each place how many rows were the person's, and how many still are.
create table erasure_places (
    project_id text not null default current_setting('stayflow.project'),
    erasure_id text not null,
    place text not null,
    way text not null check (way in ('deleted', 'emptied', 'kept')),
    before bigint not null,
    remaining bigint,
    reason text not null default '',
    counted_at timestamptz not null,
    primary key (project_id, erasure_id, place, way),
    foreign key (project_id, erasure_id) references erasures
);
select stayflow_protect('erasure_places');
