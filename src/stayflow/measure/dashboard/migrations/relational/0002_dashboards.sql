-- Questions on one page; the tiles are as they were saved.
create table dashboards (
    project_id text not null default current_setting('stayflow.project'),
    dashboard_id text not null,
    name text not null,
    tiles jsonb not null,
    controls jsonb not null,
    created_at timestamptz not null,
    created_by text not null,
    changed_at timestamptz not null,
    primary key (project_id, dashboard_id),
    unique (project_id, name)
);
select stayflow_protect('dashboards');

-- Who holds a link sees the numbers of one dashboard until it expires; the token itself is kept nowhere.
create table dashboard_shares (
    project_id text not null default current_setting('stayflow.project'),
    share_id text not null,
    dashboard_id text not null,
    token_hash text not null,
    created_at timestamptz not null,
    created_by text not null,
    expires_at timestamptz not null,
    seen_at timestamptz,
    primary key (project_id, share_id),
    unique (project_id, token_hash),
    foreign key (project_id, dashboard_id) references dashboards (project_id, dashboard_id) on delete cascade
);
select stayflow_protect('dashboard_shares');
