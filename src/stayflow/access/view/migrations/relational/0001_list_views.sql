-- How somebody looked at a list: filter, columns and whatever else stands in the page's address, under a name.
create table list_views (
    project_id text not null default current_setting('stayflow.project'),
    view_id text not null,
    page text not null,
    name text not null,
    search jsonb not null,
    saved_at timestamptz not null,
    saved_by text not null,
    primary key (project_id, view_id),
    unique (project_id, page, name)
);
select stayflow_protect('list_views');
