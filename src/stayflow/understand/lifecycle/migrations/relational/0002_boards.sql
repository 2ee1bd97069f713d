-- Who made a version, and why.
alter table lifecycle_models
    add column changed_by text not null default '',
    add column note text not null default '';

-- What a model is, and the draft somebody works on; a draft has no say until it is published.
create table lifecycle_about (
    project_id text not null default current_setting('stayflow.project'),
    model text not null,
    title text not null,
    description text not null default '',
    owner text not null default '',
    draft jsonb,
    draft_by text,
    draft_at timestamptz,
    created_at timestamptz not null,
    primary key (project_id, model)
);
select stayflow_protect('lifecycle_about');

-- What is done for the people of a stage, and by what it is judged.
create table lifecycle_strategies (
    project_id text not null default current_setting('stayflow.project'),
    model text not null,
    stage text not null,
    definition jsonb not null,
    changed_at timestamptz not null,
    changed_by text not null,
    primary key (project_id, model, stage)
);
select stayflow_protect('lifecycle_strategies');

-- How the project warns of people who fade away: one row.
create table lifecycle_warnings (
    project_id text not null default current_setting('stayflow.project'),
    definition jsonb not null,
    changed_at timestamptz not null,
    changed_by text not null,
    primary key (project_id)
);
select stayflow_protect('lifecycle_warnings');

-- What the stages of a version looked like when it was last found right: drift is measured from here.
create table lifecycle_baselines (
    project_id text not null default current_setting('stayflow.project'),
    model text not null,
    version integer not null,
    taken_at timestamptz not null,
    statistics jsonb not null,
    primary key (project_id, model)
);
select stayflow_protect('lifecycle_baselines');

-- Days on which something changed around the product: a release, a season, a campaign.
create table lifecycle_marks (
    project_id text not null default current_setting('stayflow.project'),
    mark_id text not null,
    day date not null,
    kind text not null,
    note text not null,
    created_by text not null,
    primary key (project_id, mark_id)
);
select stayflow_protect('lifecycle_marks');
