-- One row per batch of events, numbered without gaps. 'open' batches are redone after a crash.
create table batches (
    project_id text not null default current_setting('stayflow.project'),
    batch bigint not null,
    source text not null,
    state text not null check (state in ('open', 'recorded')),
    position_from bigint,
    position_to bigint,
    import_id text,
    chunk bigint,
    events bigint not null default 0,
    time_from timestamptz,
    time_to timestamptz,
    opened_at timestamptz not null,
    recorded_at timestamptz,
    primary key (project_id, batch)
);
create index batches_of_import on batches (project_id, import_id, chunk) where import_id is not null;
-- One batch of a project is under way at a time, whoever does it.
create unique index batches_open on batches (project_id) where state = 'open';
select stayflow_protect('batches');

-- Every event received is counted once, under what became of it.
create table intake_counts (
    project_id text not null default current_setting('stayflow.project'),
    day date not null,
    source text not null,
    outcome text not null check (outcome in ('accepted', 'repaired', 'duplicate', 'rejected')),
    reason text not null default '',
    count bigint not null,
    primary key (project_id, day, source, outcome, reason)
);
select stayflow_protect('intake_counts');

create table imports (
    project_id text not null default current_setting('stayflow.project'),
    import_id text not null,
    file text not null,
    fingerprint text not null, -- size and time of change of the file: another file is another import
    mapping text not null,
    state text not null check (state in ('running', 'done', 'failed', 'cancelled')),
    rows_done bigint not null default 0,
    chunks_done bigint not null default 0,
    counts jsonb not null default '{}',
    error_code text,
    error text,
    started_at timestamptz not null,
    ended_at timestamptz,
    primary key (project_id, import_id)
);
select stayflow_protect('imports');

-- How far each reactor has come in the batches.
create table reactor_offsets (
    project_id text not null default current_setting('stayflow.project'),
    name text not null,
    batch bigint not null,
    primary key (project_id, name)
);
select stayflow_protect('reactor_offsets');
