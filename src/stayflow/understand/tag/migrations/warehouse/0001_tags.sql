-- Every value a person was given or lost. A person may have several values of a tag (the top three categories).
CREATE TABLE tag_changes
(
    tag_id LowCardinality(String),
    value LowCardinality(String),
    person_id UInt64,
    is_gained UInt8,
    at DateTime64(3, 'UTC'),
    cause LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY (tag_id, person_id, at);

-- Who has which value now: it follows the changes by itself.
CREATE TABLE person_tags
(
    tag_id LowCardinality(String),
    value LowCardinality(String),
    person_id UInt64,
    at DateTime64(3, 'UTC'),
    is_gone UInt8
)
ENGINE = ReplacingMergeTree(at, is_gone)
ORDER BY (tag_id, value, person_id);

CREATE MATERIALIZED VIEW person_tags_from_changes TO person_tags AS
SELECT tag_id, value, person_id, at, toUInt8(NOT is_gained) AS is_gone
FROM tag_changes;

-- What was given by file and by hand: the tag's values are computed of it, so that they follow a merge.
CREATE TABLE tag_entries
(
    tag_id LowCardinality(String),
    value LowCardinality(String),
    person_id UInt64,
    is_given UInt8,
    at DateTime64(3, 'UTC'),
    by LowCardinality(String)
)
ENGINE = ReplacingMergeTree(at)
ORDER BY (tag_id, person_id, value);
