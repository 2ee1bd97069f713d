SELECT person AS person_id
FROM (
    SELECT person_id AS person FROM person_attributes FINAL WHERE name = {b1:String} AND text IN {b0:Array(String)}
)
WHERE person NOT IN (
    SELECT person FROM (SELECT person_id AS person, count() AS did FROM events INNER JOIN (SELECT person_id AS anchored, min(time) AS anchor FROM events WHERE event = {b3:String} GROUP BY anchored) AS anchors ON person_id = anchored WHERE event = {b4:String} AND time >= anchor + toIntervalMillisecond({b5:Int64}) AND time <= anchor + toIntervalMillisecond({b6:Int64}) GROUP BY person) WHERE NOT (ifNull(did < {b2:Float64}, 0))
);
