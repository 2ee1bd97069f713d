-- where a project's data goes; `sealed` is encrypted with a key that is not in this database
create table destinations (
    project_id text not null default current_setting('stayflow.project'),
    destination_id text not null,
    name text not null,
    kind text not null,
    settings jsonb not null,
    sealed text not null,
    definition jsonb not null,
    state text not null check (state in ('running', 'paused')),
    failures integer not null default 0, -- in a row
    trouble text,
    failing_since timestamptz,
    retry_at timestamptz,
    rows_sent bigint not null default 0,
    sent_at timestamptz,
    claimed_by text,
    claimed_until timestamptz,
    created_at timestamptz not null,
    created_by text not null,
    changed_at timestamptz not null,
    primary key (project_id, destination_id),
    unique (project_id, name)
);
select stayflow_protect('destinations');

-- how far a destination has come: in batches and places in them, or in versions of a segment and people in them
create table destination_positions (
    project_id text not null default current_setting('stayflow.project'),
    destination_id text not null,
    feed text not null,
    major bigint not null,
    minor numeric(20) not null,
    primary key (project_id, destination_id, feed),
    foreign key (project_id, destination_id) references destinations (project_id, destination_id) on delete cascade
);
select stayflow_protect('destination_positions');

-- what is handed over at once; written before it is sent, so that it goes again under the same id after a crash
create table deliveries (
    project_id text not null default current_setting('stayflow.project'),
    delivery_id text not null,
    destination_id text not null,
    feed text not null,
    first_major bigint not null,
    first_minor numeric(20) not null,
    last_major bigint not null,
    last_minor numeric(20) not null,
    row_count integer not null,
    state text not null check (state in ('waiting', 'sent', 'split', 'dead')),
    attempts integer not null default 0,
    error text,
    due_at timestamptz not null,
    created_at timestamptz not null,
    ended_at timestamptz,
    check ((ended_at is null) = (state = 'waiting')),
    primary key (project_id, delivery_id),
    foreign key (project_id, destination_id) references destinations (project_id, destination_id) on delete cascade
);
select stayflow_protect('deliveries');
create index deliveries_waiting on deliveries (project_id, destination_id, due_at) where state = 'waiting';
create index deliveries_of_destination on deliveries (project_id, destination_id, created_at desc, delivery_id);
