-- Every change of tier; '' is none: nothing earned, or not in the window any more.
CREATE TABLE value_changes
(
    person_id UInt64,
    tier LowCardinality(String),
    previous LowCardinality(String),
    amount Float64,
    at DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (person_id, at);
