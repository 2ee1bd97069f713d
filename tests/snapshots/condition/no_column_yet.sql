SELECT person AS person_id FROM (
    SELECT person_id AS person FROM events WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND (ifNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)') < {b1:Float64}, 0) AND NOT (ifNull(JSONExtract(properties, {b2:String}, 'Nullable(Bool)') = {b3:Bool}, 0)))
) GROUP BY person_id;
