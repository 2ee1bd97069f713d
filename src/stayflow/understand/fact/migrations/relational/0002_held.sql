-- Changes that were too many to be told one by one: what they were, and what an operator decided of them.
-- told_to: while they are told, the person up to whom they are.
create table fact_held (
    project_id text not null default current_setting('stayflow.project'),
    held_id text not null,
    kind text not null,
    lane text not null,
    number bigint not null,
    thing_id text not null,
    name text not null,
    count bigint not null,
    held_at timestamptz not null,
    state text not null default 'held' check (state in ('held', 'telling', 'told', 'dropped')),
    told_to bigint not null default 0,
    told bigint not null default 0,
    decided_at timestamptz,
    decided_by text not null default '',
    primary key (project_id, held_id),
    unique (project_id, kind, lane, number, thing_id)
);
select stayflow_protect('fact_held');
