-- Everybody's score as last computed; rows are written where it differs from before. `points` is in thousandths;
-- is_gone: no events that count are left, and the person has no score.
CREATE TABLE person_scores
(
    score_id LowCardinality(String),
    person_id UInt64,
    points Int64,
    band LowCardinality(String),
    at DateTime64(3, 'UTC'),
    is_gone UInt8
)
ENGINE = ReplacingMergeTree(at, is_gone)
ORDER BY (score_id, person_id);

-- Every change of band, the first score and the loss of it. Points alone fade every day: they are no change.
CREATE TABLE score_changes
(
    score_id LowCardinality(String),
    person_id UInt64,
    band LowCardinality(String),
    before LowCardinality(String),
    points Int64,
    is_gone UInt8,
    was_scored UInt8,
    at DateTime64(3, 'UTC'),
    cause LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY (score_id, person_id, at);
