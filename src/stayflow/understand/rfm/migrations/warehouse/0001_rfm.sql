-- The newest run: one row per buyer; rows of earlier runs (an older at) do not count.
CREATE TABLE rfm_people
(
    model LowCardinality(String),
    person_id UInt64,
    class LowCardinality(String),
    recency_days Int32,
    frequency Float64,
    monetary Float64,
    at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(at)
ORDER BY (model, person_id);

-- Every change of class; '' is no class: never bought, or not in the window any more.
CREATE TABLE rfm_changes
(
    model LowCardinality(String),
    person_id UInt64,
    class LowCardinality(String),
    previous LowCardinality(String),
    at DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (model, person_id, at);
