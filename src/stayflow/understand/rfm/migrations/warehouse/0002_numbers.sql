-- The number under which a change was written (see understand/fact); 0: nobody is told of it.
ALTER TABLE rfm_changes ADD COLUMN IF NOT EXISTS number UInt64 DEFAULT 0;
ALTER TABLE rfm_changes ADD INDEX IF NOT EXISTS by_number number TYPE minmax GRANULARITY 4;
