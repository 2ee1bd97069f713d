-- How the project's people are matched; without a row the rules are drawn from the catalogue.
create table match_rules (
    project_id text not null default current_setting('stayflow.project'),
    definition jsonb not null,
    changed_by text not null,
    changed_at timestamptz not null,
    primary key (project_id)
);
select stayflow_protect('match_rules');

-- Searches for pairs, each a job.
create table match_runs (
    project_id text not null default current_setting('stayflow.project'),
    run_id text not null,
    state text not null,
    rules jsonb not null,
    only_kind text,
    counts jsonb not null,
    trained boolean not null default false,
    weights jsonb not null,
    error text,
    started_by text not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    primary key (project_id, run_id)
);
select stayflow_protect('match_runs');

-- Pairs of persons, the smaller id left. No personal data: what a field says is a level and a weight.
-- A decided pair stays for ever, so that it is not proposed again.
create table match_proposals (
    project_id text not null default current_setting('stayflow.project'),
    proposal_id text not null,
    left_person bigint not null,
    right_person bigint not null check (left_person < right_person),
    probability double precision not null,
    weight double precision not null,
    prior double precision not null,
    contributions jsonb not null,
    state text not null,
    run_id text not null,
    proposed_at timestamptz not null,
    decided_at timestamptz,
    decided_by text,
    claim_id text,
    primary key (project_id, left_person, right_person)
);
create unique index match_proposals_by_id on match_proposals (project_id, proposal_id);
create index match_proposals_open on match_proposals (project_id, state, probability desc, proposal_id);
create index match_proposals_right on match_proposals (project_id, right_person);
select stayflow_protect('match_proposals');
