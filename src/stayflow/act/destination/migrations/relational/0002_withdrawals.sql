-- People whom every destination is to forget: a row each, told in order, dropped once all were told.
create table destination_withdrawals (
    project_id text not null default current_setting('stayflow.project'),
    number bigint not null,
    person_id bigint not null,
    ids bigint[] not null,
    identities jsonb not null,
    at timestamptz not null,
    by text not null,
    primary key (project_id, number)
);
select stayflow_protect('destination_withdrawals');
