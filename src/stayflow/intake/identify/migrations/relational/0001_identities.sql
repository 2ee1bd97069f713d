-- Which kinds of identity the project knows. A lower priority number weighs more.
create table identity_kinds (
    project_id text not null default current_setting('stayflow.project'),
    kind text not null,
    unique_per_person boolean not null default false,
    priority integer not null default 100,
    primary key (project_id, kind)
);
select stayflow_protect('identity_kinds');

-- Every person id ever given; merged_into is flattened: always the final survivor.
-- batch, merged_batch: which batch made and last changed it, so that one done again publishes the same.
create table persons (
    project_id text not null default current_setting('stayflow.project'),
    person_id bigint not null,
    created_at timestamptz not null,
    batch bigint not null,
    merged_into bigint,
    merged_batch bigint,
    primary key (project_id, person_id)
);
create index persons_merged on persons (project_id, merged_into) where merged_into is not null;
select stayflow_protect('persons');

-- person_id: made for this identity (owns_person), and events naming it before any other are stored under it;
-- or, when no event needed one, an id of the person it belongs to. The living person is
-- coalesce(persons.merged_into, persons.person_id).
create table identities (
    project_id text not null default current_setting('stayflow.project'),
    kind text not null,
    value text not null,
    identity_id bigint not null,
    person_id bigint not null,
    owns_person boolean not null,
    first_seen_at timestamptz not null,
    primary key (project_id, kind, value)
);
create unique index identities_by_id on identities (project_id, identity_id);
create index identities_by_person on identities (project_id, person_id);
select stayflow_protect('identities');

-- Two identities named by one event, with the earliest such event: all that identity is derived from.
create table identity_edges (
    project_id text not null default current_setting('stayflow.project'),
    high bigint not null,
    low bigint not null,
    first_at timestamptz not null,
    event_id bytea not null,
    refused boolean not null default false,
    primary key (project_id, high, low)
);
create index identity_edges_low on identity_edges (project_id, low);
select stayflow_protect('identity_edges');

-- What happened to persons, in order: a merge, or an id that stands alone again (to = from).
create table identity_merges (
    project_id text not null default current_setting('stayflow.project'),
    "from" bigint not null,
    "to" bigint not null,
    at timestamptz not null,
    event_id bytea,
    cause text not null,
    batch bigint not null,
    primary key (project_id, "from", "to", batch)
);
select stayflow_protect('identity_merges');

-- Merges that a rule forbids at present, with the reason.
create table merge_refusals (
    project_id text not null default current_setting('stayflow.project'),
    high bigint not null,
    low bigint not null,
    reason text not null,
    kind text not null,
    at timestamptz not null,
    event_id bytea not null,
    primary key (project_id, high, low)
);
select stayflow_protect('merge_refusals');

-- The next dense numbers; the row is also the lock under which a batch is identified.
create table identity_counters (
    project_id text not null default current_setting('stayflow.project'),
    person_next bigint not null default 1,
    identity_next bigint not null default 1,
    primary key (project_id)
);
select stayflow_protect('identity_counters');
