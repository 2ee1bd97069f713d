-- What was done to a stored event on its way: names of reasons, empty for nothing. `batch_range` lets the
-- live debugger find the newest batches without reading the table.
ALTER TABLE events
    ADD COLUMN IF NOT EXISTS protocol LowCardinality(String),
    ADD COLUMN IF NOT EXISTS key_id LowCardinality(String),
    ADD COLUMN IF NOT EXISTS repairs LowCardinality(String),
    ADD COLUMN IF NOT EXISTS warnings LowCardinality(String),
    ADD COLUMN IF NOT EXISTS ip String,
    ADD INDEX IF NOT EXISTS batch_range batch TYPE minmax GRANULARITY 1;

-- (batch, ordinal) names a rejected event; `raw` is the whole event as the log could take it again, empty where
-- what came was no event.
ALTER TABLE rejected_events
    ADD COLUMN IF NOT EXISTS ordinal UInt32,
    ADD COLUMN IF NOT EXISTS key_id LowCardinality(String),
    ADD COLUMN IF NOT EXISTS event String,
    ADD COLUMN IF NOT EXISTS event_id FixedString(16),
    ADD COLUMN IF NOT EXISTS time DateTime64(3, 'UTC'),
    ADD COLUMN IF NOT EXISTS received_at DateTime64(3, 'UTC') DEFAULT at,
    ADD COLUMN IF NOT EXISTS grounds LowCardinality(String),
    ADD COLUMN IF NOT EXISTS raw String CODEC(ZSTD(1));

-- Rejected events that were taken again, and by which batch; they are rejected no longer.
CREATE TABLE rejected_replays
(
    batch UInt64,
    ordinal UInt32,
    by_batch UInt64
)
ENGINE = MergeTree
ORDER BY (batch, ordinal)
SETTINGS non_replicated_deduplication_window = 10000;

-- The newest duplicates, for the live debugger; a bounded number of each batch, forgotten after days.
CREATE TABLE duplicate_events
(
    source LowCardinality(String),
    key_id LowCardinality(String),
    event String,
    event_id FixedString(16),
    time DateTime64(3, 'UTC'),
    received_at DateTime64(3, 'UTC'),
    reason LowCardinality(String),
    raw String CODEC(ZSTD(1)),
    batch UInt64,
    ordinal UInt32
)
ENGINE = MergeTree
PARTITION BY toDate(received_at)
ORDER BY (batch, ordinal)
SETTINGS non_replicated_deduplication_window = 10000;

-- Every event received, by hour, way, key, name and what became of it; a replay takes counts away again.
-- Rows of the outcome `warned` are beside the others: their events are counted as what they became.
CREATE TABLE intake_hours
(
    hour DateTime('UTC'),
    source LowCardinality(String),
    key_id LowCardinality(String),
    event LowCardinality(String),
    outcome LowCardinality(String),
    reason LowCardinality(String),
    events Int64,
    batch UInt64
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (hour, source, event)
SETTINGS non_replicated_deduplication_window = 10000;
