-- what was let go lately, by pace: a handful of rows, so that counting them needs no statistics of a big table
create table outbox_paces (
    project_id text not null default current_setting('stayflow.project'),
    name text not null,
    released_at timestamptz not null,
    released integer not null
);
select stayflow_protect('outbox_paces');
create index outbox_paces_by_name on outbox_paces (project_id, name, released_at);
drop index messages_released;
alter table messages drop column released_at;

-- what is no address is nobody's twice
drop index messages_address_once;
create unique index messages_address_once on messages (project_id, lane, lower(address))
    where address <> '' and coalesce(reason, '') not in ('duplicate_address', 'invalid_address');
