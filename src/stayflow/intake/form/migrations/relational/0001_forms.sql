create table forms (
    project_id text not null default current_setting('stayflow.project'),
    form_id text not null,
    name text not null,
    definition jsonb not null,
    state text not null check (state in ('open', 'closed')),
    created_at timestamptz not null,
    created_by text not null,
    changed_at timestamptz not null,
    primary key (project_id, form_id),
    unique (project_id, name)
);
select stayflow_protect('forms');

-- what became of each attempt to send a form
create table form_counts (
    project_id text not null default current_setting('stayflow.project'),
    form_id text not null,
    day date not null,
    outcome text not null,
    count bigint not null,
    primary key (project_id, form_id, day, outcome),
    foreign key (project_id, form_id) references forms (project_id, form_id) on delete cascade
);
select stayflow_protect('form_counts');
