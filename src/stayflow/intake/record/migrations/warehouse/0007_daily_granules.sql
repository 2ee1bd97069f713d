-- A row holds the people of a day: large, and read as a whole. So a granule is a few rows, and who asks for the last
-- month of one event no longer reads every day of all events. The views write to the new tables under the old names.
DROP TABLE IF EXISTS event_people_daily_anew;

CREATE TABLE event_people_daily_anew
(
    event LowCardinality(String),
    day Date,
    people AggregateFunction(groupBitmap, UInt64)
)
ENGINE = AggregatingMergeTree
ORDER BY (event, day)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 8;

INSERT INTO event_people_daily_anew
SELECT event, day, groupBitmapMergeState(people) FROM event_people_daily GROUP BY event, day;

EXCHANGE TABLES event_people_daily_anew AND event_people_daily;

DROP TABLE event_people_daily_anew;

DROP TABLE IF EXISTS event_survivors_daily_anew;

CREATE TABLE event_survivors_daily_anew
(
    squash UInt64,
    event LowCardinality(String),
    day Date,
    people AggregateFunction(groupBitmap, UInt64)
)
ENGINE = AggregatingMergeTree
PARTITION BY squash
ORDER BY (event, day)
SETTINGS index_granularity = 8;

INSERT INTO event_survivors_daily_anew
SELECT squash, event, day, groupBitmapMergeState(people) FROM event_survivors_daily GROUP BY squash, event, day;

EXCHANGE TABLES event_survivors_daily_anew AND event_survivors_daily;

DROP TABLE event_survivors_daily_anew;
