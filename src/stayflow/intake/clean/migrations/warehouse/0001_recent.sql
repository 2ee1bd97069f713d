-- What came lately, to tell near-duplicates and inhuman rates; forgotten after days.
CREATE TABLE recent_fingerprints
(
    fingerprint FixedString(16),
    time DateTime64(3, 'UTC'),
    received_at DateTime64(3, 'UTC'),
    batch UInt64
)
ENGINE = MergeTree
PARTITION BY toDate(received_at)
ORDER BY (fingerprint, time)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE recent_rates
(
    identity FixedString(16),
    minute DateTime('UTC'),
    received_at DateTime64(3, 'UTC'),
    events UInt32,
    batch UInt64
)
ENGINE = MergeTree
PARTITION BY toDate(received_at)
ORDER BY (identity, minute)
SETTINGS non_replicated_deduplication_window = 10000;
