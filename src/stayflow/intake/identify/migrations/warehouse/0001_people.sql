CREATE TABLE people
(
    person_id UInt64,
    first_seen_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY person_id
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE person_merges
(
    `from` UInt64,
    `to` UInt64,
    at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(at)
ORDER BY `from`
SETTINGS non_replicated_deduplication_window = 10000;

CREATE DICTIONARY person_overrides
(
    `from` UInt64,
    `to` UInt64
)
PRIMARY KEY `from`
SOURCE(CLICKHOUSE(QUERY 'SELECT `from`, argMax(`to`, at) AS `to` FROM $database.person_merges GROUP BY `from`'))
LAYOUT(FLAT(INITIAL_ARRAY_SIZE 1024 MAX_ARRAY_SIZE 1000000000))
LIFETIME(0);
