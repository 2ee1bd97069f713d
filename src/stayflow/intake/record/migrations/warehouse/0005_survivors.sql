-- The daily bitmaps of survivors as of a squash; the first squash adds `survivor` to `events`, and the view that
-- fills this table from then on. `event_people_daily` stays as it is: a squash is computed of it.
CREATE TABLE event_survivors_daily
(
    squash UInt64,
    event LowCardinality(String),
    day Date,
    people AggregateFunction(groupBitmap, UInt64)
)
ENGINE = AggregatingMergeTree
PARTITION BY squash
ORDER BY (event, day);
