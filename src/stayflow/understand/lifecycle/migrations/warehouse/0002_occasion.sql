-- What made us look when a change was found: event, clock, model or replay.
ALTER TABLE stage_changes ADD COLUMN IF NOT EXISTS occasion LowCardinality(String);
