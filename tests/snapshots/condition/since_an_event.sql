SELECT person AS person_id
FROM (
    SELECT person_id AS person FROM person_attributes FINAL WHERE name = {b7:String} AND text IN {b6:Array(String)}
)
WHERE person NOT IN (
    SELECT person FROM (SELECT person, arrayCount(time -> time >= anchor + toIntervalMillisecond({b4:Int64}) AND time <= anchor + toIntervalMillisecond({b5:Int64}), times) AS did FROM (SELECT person_id AS person, minIf(time, event = {b1:String}) AS anchor, groupArrayIf(time, event = {b2:String}) AS times FROM events WHERE event IN {b3:Array(String)} GROUP BY person HAVING countIf(event = {b1:String}) > 0 AND notEmpty(times))) WHERE NOT (ifNull(did < {b0:Float64}, 0))
);
