-- one row per project: how often and when its people are written to
create table policies (
    project_id text not null default current_setting('stayflow.project'),
    cooldown_seconds integer not null default 0 check (cooldown_seconds >= 0),
    quiet_from time,
    quiet_to time,
    check ((quiet_from is null) = (quiet_to is null)),
    primary key (project_id)
);
select stayflow_protect('policies');

-- an address that is not written to any more, and why
create table suppressions (
    project_id text not null default current_setting('stayflow.project'),
    channel text not null,
    address text not null,
    reason text not null check (reason in ('unsubscribed', 'bounced')),
    cause text not null,
    suppressed_at timestamptz not null,
    primary key (project_id, channel, address)
);
select stayflow_protect('suppressions');

-- the newest message to each person over all channels: the row that two senders meet at
create table touches (
    project_id text not null default current_setting('stayflow.project'),
    person_id bigint not null,
    message_id text not null,
    touched_at timestamptz not null,
    previous_message_id text,
    previous_at timestamptz,
    primary key (project_id, person_id)
);
select stayflow_protect('touches');
