-- One row per version; after a crash between the two stores a version can be written again: the newest row counts.
CREATE TABLE segment_members
(
    segment_id String,
    version UInt32,
    at DateTime64(3, 'UTC'),
    people AggregateFunction(groupBitmap, UInt64)
)
ENGINE = MergeTree
ORDER BY (segment_id, version, at);
