-- Every change of stage; '' before the first. `cause` is the version of the model whose condition was met.
CREATE TABLE stage_changes
(
    model LowCardinality(String),
    person_id UInt64,
    stage LowCardinality(String),
    previous LowCardinality(String),
    at DateTime64(3, 'UTC'),
    cause LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY (model, person_id, at);
