-- An entry is read once and deleted, so it is not vacuumed for being new: that would read and write all of it again.
-- What was deleted is vacuumed as ever.
alter table log_entries set (
  autovacuum_vacuum_insert_threshold = -1,
  toast.autovacuum_vacuum_insert_threshold = -1
);
