CREATE TABLE events
(
    event LowCardinality(String),
    person_id UInt64,
    time DateTime64(3, 'UTC'),
    event_id FixedString(16),
    received_at DateTime64(3, 'UTC'),
    batch UInt64,
    ordinal UInt32 DEFAULT 0, -- place of the event in its batch: (batch, ordinal) is the order of arrival, which decides between equal times
    session_id String,
    channel LowCardinality(String),
    source LowCardinality(String),
    medium LowCardinality(String),
    campaign LowCardinality(String),
    term String,
    content String,
    referrer String,
    search_engine LowCardinality(String),
    keyword String,
    url String,
    path String,
    title String,
    device LowCardinality(String),
    os LowCardinality(String),
    browser LowCardinality(String),
    app_version LowCardinality(String),
    country LowCardinality(String),
    province LowCardinality(String),
    city LowCardinality(String),
    language LowCardinality(String),
    zone LowCardinality(String),
    revenue Nullable(Decimal(18, 6)),
    currency LowCardinality(String),
    properties String CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (event, person_id, time)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE event_people_daily
(
    event LowCardinality(String),
    day Date,
    people AggregateFunction(groupBitmap, UInt64)
)
ENGINE = AggregatingMergeTree
ORDER BY (event, day)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW event_people_daily_from_events TO event_people_daily AS
SELECT event, toDate(time, '$zone') AS day, groupBitmapState(person_id) AS people
FROM events
GROUP BY event, day;

CREATE TABLE person_attributes
(
    name LowCardinality(String),
    person_id UInt64,
    text String,
    number Nullable(Float64),
    time Nullable(DateTime64(3, 'UTC')),
    at DateTime64(3, 'UTC'),
    origin LowCardinality(String)
)
ENGINE = ReplacingMergeTree(at)
ORDER BY (name, person_id)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE rejected_events
(
    at DateTime64(3, 'UTC'),
    source LowCardinality(String),
    reason LowCardinality(String),
    field String,
    message String,
    payload String CODEC(ZSTD(1)),
    batch UInt64
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (source, reason, at)
SETTINGS non_replicated_deduplication_window = 10000;
