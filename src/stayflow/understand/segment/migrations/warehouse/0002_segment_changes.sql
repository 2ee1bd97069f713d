-- Who entered (1) and who left (0), change by change; `segment_members` holds the bitmap at some of the changes.
-- A row whose change is beyond the segment's number in PostgreSQL is of a write that was cut off: the next one takes
-- it over.
CREATE TABLE segment_changes
(
    segment_id String,
    change UInt64,
    person_id UInt64,
    entered UInt8,
    at DateTime64(3, 'UTC') CODEC(Delta, LZ4),
    cause LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY (segment_id, change, person_id);

-- The versions of before, each against the one before it.
INSERT INTO segment_changes
WITH versions AS (SELECT * FROM segment_members ORDER BY segment_id, version, at DESC LIMIT 1 BY segment_id, version)
SELECT new.segment_id, new.version, moved.1 AS person_id, moved.2 AS entered, new.at, 'refresh'
FROM versions AS new
LEFT JOIN versions AS old ON old.segment_id = new.segment_id AND old.version + 1 = toUInt64(new.version)
ARRAY JOIN arrayConcat(
    arrayMap(x -> (x, 1), bitmapToArray(bitmapAndnot(new.people, old.people))),
    arrayMap(x -> (x, 0), bitmapToArray(bitmapAndnot(old.people, new.people)))) AS moved;
