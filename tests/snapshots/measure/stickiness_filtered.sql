-- answer
SELECT t, days, count() AS people
FROM (
SELECT toStartOfMonth(day) AS t, person, count() AS days
FROM (
SELECT DISTINCT toDate(time, 'Asia/Shanghai') AS day, dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person
FROM events
WHERE event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
)
GROUP BY t, person
)
GROUP BY t, days
ORDER BY t, days;

-- people
SELECT person AS person_id
FROM (
SELECT toStartOfMonth(day) AS t, person, count() AS days
FROM (
SELECT DISTINCT toDate(time, 'Asia/Shanghai') AS day, dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person
FROM events
WHERE event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
)
GROUP BY t, person
)
WHERE t = {b0:Date};

