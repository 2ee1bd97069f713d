-- What speaks with a write key: which snippet is shown for it, and what its counts stand beside.
alter table keys add column sdk text not null default '';
