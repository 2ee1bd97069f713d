-- Proposals of calibration that somebody turned down: they stand while the clause and what is proposed for it stay as they were.
create table lifecycle_rejections (
    project_id text not null default current_setting('stayflow.project'),
    model text not null,
    proposal_id text not null,
    clause jsonb not null,
    becomes text not null,
    rejected_at timestamptz not null,
    rejected_by text not null,
    primary key (project_id, model, proposal_id)
);
select stayflow_protect('lifecycle_rejections');
