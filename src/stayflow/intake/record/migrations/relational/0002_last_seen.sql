-- By which way and which write key an event came last.
alter table catalogue_events add column last_source text not null default '';
alter table catalogue_events add column last_key text not null default '';
