-- Lists of people that left as a file, with what for. people and withheld are null until it is written.
create table segment_exports (
    project_id text not null default current_setting('stayflow.project'),
    export_id text not null,
    segment_id text not null,
    segment text not null, -- its name then: the row outlives the segment
    format text not null check (format in ('csv', 'parquet')),
    purpose text not null,
    columns jsonb not null,
    identities jsonb not null, -- kinds; empty: nobody is named
    is_masked boolean not null,
    people bigint,
    withheld bigint,
    requested_by text not null,
    requested_at timestamptz not null,
    written_at timestamptz,
    primary key (project_id, export_id)
);
select stayflow_protect('segment_exports');
create index segment_exports_of on segment_exports (project_id, segment_id, requested_at);
