create table catalogue_events (
    project_id text not null default current_setting('stayflow.project'),
    name text not null,
    count bigint not null default 0,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    primary key (project_id, name)
);
select stayflow_protect('catalogue_events');

-- column_name: the typed column of `events` that holds the property; null beyond the limit.
create table catalogue_properties (
    project_id text not null default current_setting('stayflow.project'),
    name text not null,
    type text not null check (type in ('text', 'number', 'boolean', 'time', 'list')),
    column_name text,
    mismatches bigint not null default 0,
    first_seen_at timestamptz not null,
    primary key (project_id, name)
);
select stayflow_protect('catalogue_properties');

create table catalogue_property_events (
    project_id text not null default current_setting('stayflow.project'),
    property text not null,
    event text not null,
    primary key (project_id, property, event)
);
select stayflow_protect('catalogue_property_events');

create table catalogue_attributes (
    project_id text not null default current_setting('stayflow.project'),
    name text not null,
    type text not null check (type in ('text', 'number', 'boolean', 'time', 'list')),
    mismatches bigint not null default 0,
    first_seen_at timestamptz not null,
    primary key (project_id, name)
);
select stayflow_protect('catalogue_attributes');
