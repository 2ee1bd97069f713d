-- Which history a row is of. 0 is what was recorded as it happened; each replay writes another and then puts it in force.
ALTER TABLE stage_changes ADD COLUMN IF NOT EXISTS replay UInt32 DEFAULT 0;

-- The histories that were put in force, by one row each: the newest is read, so changing over is one insert.
CREATE TABLE stage_replays
(
    model LowCardinality(String),
    replay UInt32,
    at DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (model, replay);
