-- The order of a person's values of a preference with several, the heaviest first; rows are written where it differs.
-- A value that is not the person's any more may still stand in it: person_tags says which are.
CREATE TABLE tag_orders
(
    person_id UInt64,
    tag_id LowCardinality(String),
    values Array(LowCardinality(String)),
    at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(at)
ORDER BY (person_id, tag_id);
