-- Sources that had more rejected than they may, each time from when to when; one goes on at a time.
create table quality_notices (
    project_id text not null default current_setting('stayflow.project'),
    notice_id text not null,
    source text not null,
    began_at timestamptz not null,
    ended_at timestamptz,
    received bigint not null,
    rejected bigint not null,
    rejected_percent_max double precision not null,
    primary key (project_id, notice_id)
);
create unique index quality_notices_open on quality_notices (project_id, source) where ended_at is null;
select stayflow_protect('quality_notices');
