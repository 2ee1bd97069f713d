-- What one question of the project may cost, and how many run at once; null is as much as the server allows.
alter table projects
  add column query_seconds integer check (query_seconds > 0),
  add column query_memory_bytes bigint check (query_memory_bytes > 0),
  add column query_rows bigint check (query_rows > 0),
  add column query_at_once integer check (query_at_once > 0);
