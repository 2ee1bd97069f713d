-- A question worth keeping, as it was posted.
create table questions (
    project_id text not null default current_setting('stayflow.project'),
    question_id text not null,
    name text not null,
    kind text not null,
    query jsonb not null,
    created_at timestamptz not null,
    created_by text not null,
    primary key (project_id, question_id),
    unique (project_id, name)
);
select stayflow_protect('questions');
