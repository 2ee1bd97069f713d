-- Ids of the batch under way, while it is asked which of them are stored; always empty in between.
CREATE TABLE incoming_ids
(
    event_id FixedString(16)
)
ENGINE = Memory;
