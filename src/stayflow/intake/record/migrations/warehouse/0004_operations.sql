-- What was done to attributes beside stating them; their values are computed of it, whatever came first.
-- Of statements ('set', 'once', 'unset') one row is kept by attribute, the newest or for 'once' the oldest; 'add' and
-- 'append' are kept once by event. `version` says which row of equal keys stays.
CREATE TABLE attribute_operations
(
    person_id UInt64,
    name LowCardinality(String),
    kind LowCardinality(String),
    event_id FixedString(16),
    version UInt64,
    at DateTime64(3, 'UTC'),
    text String,
    number Nullable(Float64),
    time Nullable(DateTime64(3, 'UTC'))
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (person_id, name, kind, event_id)
SETTINGS non_replicated_deduplication_window = 10000;

-- Names of attributes that operations were done to: from then on, stating them is one of the operations.
CREATE TABLE operated_attributes
(
    name String
)
ENGINE = ReplacingMergeTree
ORDER BY name;

-- Whose attributes the batch under way computes, and who is one person with them; empty in between.
CREATE TABLE operated_people
(
    person_id UInt64
)
ENGINE = Memory;

CREATE TABLE operated_members
(
    person_id UInt64,
    leader UInt64
)
ENGINE = Memory;
