-- Squashes that were carried through: every event tells the survivor as of the merges up to `at`.
CREATE TABLE squashes
(
    number UInt64,
    at DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY number;

-- The merges since the last squash; empty before the first.
CREATE DICTIONARY person_recent
(
    `from` UInt64,
    `to` UInt64
)
PRIMARY KEY `from`
SOURCE(CLICKHOUSE(QUERY 'SELECT `from`, argMax(`to`, at) AS `to` FROM $database.person_merges WHERE (SELECT count() FROM $database.squashes) > 0 GROUP BY `from` HAVING max(at) > (SELECT argMax(squashes.at, number) FROM $database.squashes)'))
LAYOUT(FLAT(INITIAL_ARRAY_SIZE 1024 MAX_ARRAY_SIZE 1000000000))
LIFETIME(0);
