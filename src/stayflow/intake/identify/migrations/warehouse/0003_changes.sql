-- Who became one with whom, and who parted from whom: `number` is the batch, `change` the name of the event that tells it.
CREATE TABLE identity_changes
(
    number UInt64,
    change LowCardinality(String),
    person_id UInt64,
    other UInt64,
    at DateTime64(3, 'UTC'),
    cause LowCardinality(String),
    actor String,
    note String
)
ENGINE = MergeTree
ORDER BY (number, change, person_id, other)
SETTINGS non_replicated_deduplication_window = 10000;
