-- The newest value of each attribute, person and day of the project's zone: who had what at the end of a day.
-- It is written beside `person_attributes`; an empty text says that the attribute was unset.
CREATE TABLE attribute_days
(
    name LowCardinality(String),
    person_id UInt64,
    at DateTime64(3, 'UTC'),
    day Date DEFAULT toDate(at, '$zone'),
    text String,
    number Nullable(Float64),
    origin LowCardinality(String)
)
ENGINE = ReplacingMergeTree(at)
ORDER BY (name, person_id, day)
SETTINGS non_replicated_deduplication_window = 10000;

-- What was there before this table is known by its newest value only.
INSERT INTO attribute_days (name, person_id, at, text, number, origin)
SELECT name, person_id, at, text, number, origin FROM person_attributes FINAL;
