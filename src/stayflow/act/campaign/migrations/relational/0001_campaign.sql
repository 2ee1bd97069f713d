create table campaigns (
    project_id text not null default current_setting('stayflow.project'),
    campaign_id text not null,
    version integer not null,
    state text not null check (
        state in ('draft', 'scheduled', 'queueing', 'running', 'paused', 'finished', 'cancelled')),
    created_at timestamptz not null,
    scheduled_at timestamptz,
    launched_at timestamptz,
    queued_to numeric(20) not null default 0, -- the last person queued: where queueing goes on after a crash
    queued_at timestamptz,
    ended_at timestamptz,
    check (state in ('draft', 'scheduled', 'cancelled') or launched_at is not null),
    check (state not in ('running', 'finished') or queued_at is not null),
    primary key (project_id, campaign_id)
);
select stayflow_protect('campaigns');
create index campaigns_busy on campaigns (project_id, state) where state in ('scheduled', 'queueing', 'running');

-- every version ever saved; the launched one is what was sent
create table campaign_versions (
    project_id text not null default current_setting('stayflow.project'),
    campaign_id text not null,
    version integer not null,
    definition jsonb not null,
    saved_at timestamptz not null,
    primary key (project_id, campaign_id, version),
    foreign key (project_id, campaign_id) references campaigns (project_id, campaign_id) on delete cascade
);
select stayflow_protect('campaign_versions');
