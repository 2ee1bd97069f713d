-- The durable log: entries are bytes of a topic (a project's id); the log does not know what they mean.
create table log_entries (
  position bigint generated always as identity primary key,
  topic text not null,
  payload bytea not null,
  bytes_total bigint not null,  -- bytes of the topic up to and with this entry
  appended_at timestamptz not null default now()
);
create index log_entries_by_topic on log_entries (topic, position);
alter table log_entries alter column payload set storage external;  -- payloads arrive packed; do not pay for packing twice
select stayflow_open('log_entries');

-- Where each topic ends, and how many bytes were ever appended to it: the backlog in O(1).
create table log_heads (topic text primary key, position bigint not null, bytes_total bigint not null);
select stayflow_open('log_heads');

create table log_offsets (
  consumer text, topic text, position bigint not null, bytes_total bigint not null default 0, primary key (consumer, topic));
select stayflow_open('log_offsets');
