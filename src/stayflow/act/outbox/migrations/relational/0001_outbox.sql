create table outbox_lanes (
    project_id text not null default current_setting('stayflow.project'),
    lane text not null,
    channel text not null,
    content_id text not null,
    label text not null,
    per_minute integer check (per_minute > 0),
    state text not null check (state in ('open', 'paused', 'closed')),
    gives_up_at timestamptz not null,
    trouble text,
    resumes_at timestamptz,
    primary key (project_id, lane)
);
select stayflow_protect('outbox_lanes');

create table messages (
    project_id text not null default current_setting('stayflow.project'),
    message_id text not null,
    key text not null,
    lane text not null,
    person_id bigint not null,
    is_holdout boolean not null,
    address text not null,
    zone text not null,
    state text not null check (
        state in ('queued', 'claimed', 'sending', 'sent', 'failed', 'in_doubt', 'dropped', 'withheld')),
    reason text,
    reply text,
    attempts integer not null default 0,
    queued_at timestamptz not null,
    due_at timestamptz not null,
    claimed_by text,
    claimed_until timestamptz,
    released_at timestamptz, -- when it was let go; what a pace is counted by
    sending_at timestamptz,
    decided_at timestamptz,
    emitted_at timestamptz,
    check ((decided_at is not null) = (state in ('sent', 'failed', 'in_doubt', 'dropped', 'withheld'))),
    check (state not in ('dropped', 'withheld', 'failed') or reason is not null),
    primary key (project_id, message_id),
    unique (project_id, key),
    foreign key (project_id, lane) references outbox_lanes (project_id, lane)
);
select stayflow_protect('messages');
create index messages_due on messages (project_id, lane, due_at, message_id) where state = 'queued';
create index messages_under_way on messages (project_id, claimed_until) where state in ('claimed', 'sending');
create index messages_released on messages (project_id, lane, released_at) where released_at is not null;
create index messages_unemitted on messages (project_id, decided_at) where decided_at is not null and emitted_at is null;
create index messages_of_lane on messages (project_id, lane, state, reason);
create index messages_of_person on messages (project_id, person_id);
-- one lane writes to one address once, however many people share it
create unique index messages_address_once on messages (project_id, lane, lower(address))
    where address <> '' and reason is distinct from 'duplicate_address';
