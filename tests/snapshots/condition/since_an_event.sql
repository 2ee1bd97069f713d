SELECT person AS person_id
FROM (
    SELECT person_id AS person FROM person_attributes FINAL WHERE name = {b6:String} AND text IN {b5:Array(String)}
)
WHERE person NOT IN (
    SELECT person FROM (SELECT person_id AS person, count() AS did FROM events INNER JOIN (SELECT person_id AS anchored, min(time) AS anchor FROM events WHERE event = {b1:String} GROUP BY anchored) AS anchors ON person_id = anchored WHERE event = {b2:String} AND time >= anchor + toIntervalMillisecond({b3:Int64}) AND time <= anchor + toIntervalMillisecond({b4:Int64}) GROUP BY person) WHERE NOT (ifNull(did < {b0:UInt64}, 0))
);
