-- answer
SELECT toDate(time, 'Asia/Shanghai') AS t, 0 AS is_other, count() AS value_0
FROM events
WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND JSONExtractString(properties, {b3:String}) = {b4:String}
GROUP BY t, is_other
ORDER BY t, is_other;

-- people
SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person_id
FROM events
WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND JSONExtractString(properties, {b3:String}) = {b4:String};

-- people
SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person_id
FROM events
WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND JSONExtractString(properties, {b3:String}) = {b4:String};

