-- A number that is watched, and what is out of the ordinary.
create table alerts (
    project_id text not null default current_setting('stayflow.project'),
    alert_id text not null,
    name text not null,
    definition jsonb not null,
    created_at timestamptz not null,
    created_by text not null,
    checked_t text,
    checked_at timestamptz,
    trouble text not null default '',
    silent_until timestamptz,
    primary key (project_id, alert_id),
    unique (project_id, name)
);
select stayflow_protect('alerts');

-- Each time it was out of the ordinary: from the first period that was to the first that was not.
create table alert_firings (
    project_id text not null default current_setting('stayflow.project'),
    firing_id text not null,
    alert_id text not null,
    t text not null,
    value double precision not null,
    expected double precision,
    low double precision,
    high double precision,
    moved jsonb not null,
    began_at timestamptz not null,
    ended_at timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by text,
    primary key (project_id, firing_id),
    foreign key (project_id, alert_id) references alerts (project_id, alert_id) on delete cascade
);
create unique index alert_firings_open on alert_firings (project_id, alert_id) where ended_at is null;
select stayflow_protect('alert_firings');
