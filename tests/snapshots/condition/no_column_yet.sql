WITH behaviour AS (
    SELECT person_id AS person,
        count() AS did_0
    FROM events
    WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed') AND (ifNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)') < {b1:Float64}, 0) AND NOT (ifNull(JSONExtract(properties, {b2:String}, 'Nullable(Bool)') = {b3:Bool}, 0)))
    GROUP BY person
)
SELECT person AS person_id FROM behaviour WHERE ifNull(did_0 >= {b4:Float64}, 0);
