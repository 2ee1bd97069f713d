-- limit_per_person: a person has at most so many; null for any number. A unique kind has one.
-- sharable: several people may use it; the shared_from-th account seen with it does not join it.
alter table identity_kinds
    add column limit_per_person integer,
    add column sharable boolean not null default false,
    add column shared_from integer not null default 2;

-- Values that say nothing of who it is; kind '' is every kind.
create table identity_blocked (
    project_id text not null default current_setting('stayflow.project'),
    kind text not null,
    value text not null,
    primary key (project_id, kind, value)
);
select stayflow_protect('identity_blocked');

-- inadmissible: refused before it is weighed (blocked, shared, unbound), whoever its persons are.
-- batch: the batch that brought the event; its source is where the statement came from.
alter table identity_edges
    add column inadmissible boolean not null default false,
    add column batch bigint not null default 0;

-- What people said of identities: that some are one person's, or that some are not.
-- kind: same | apart; cause: manual | match.
create table identity_claims (
    project_id text not null default current_setting('stayflow.project'),
    claim_id text not null,
    kind text not null,
    cause text not null,
    at timestamptz not null,
    actor text not null,
    note text not null default '',
    withdrawn_at timestamptz,
    withdrawn_by text,
    primary key (project_id, claim_id)
);
select stayflow_protect('identity_claims');

-- side: all of one side are one person's; those of an `apart` claim's two sides never are.
-- center: the one of its side that the others are joined with.
create table identity_claim_sides (
    project_id text not null default current_setting('stayflow.project'),
    claim_id text not null,
    identity_id bigint not null,
    side smallint not null,
    center boolean not null default false,
    primary key (project_id, claim_id, identity_id)
);
create index identity_claim_sides_by_identity on identity_claim_sides (project_id, identity_id);
select stayflow_protect('identity_claim_sides');

-- The latest event that detached an identity: pairs with it first named before do not count.
create table identity_unbinds (
    project_id text not null default current_setting('stayflow.project'),
    identity_id bigint not null,
    at timestamptz not null,
    event_id bytea not null,
    primary key (project_id, identity_id)
);
select stayflow_protect('identity_unbinds');

-- By which claim a person moved, where it was by hand.
alter table identity_merges add column claim_id text;
