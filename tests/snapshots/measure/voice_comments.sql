-- answer
SELECT count()
FROM events
WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND notEmpty(trimBoth(JSONExtractString(properties, {b3:String})));

-- answer
WITH
drawn AS (
  SELECT hex(event_id) AS key, dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, toString(toDate(time, 'Asia/Shanghai')) AS day,
    substringUTF8(JSONExtractString(properties, {b1:String}), 1, 300) AS text, cityHash64(event_id) AS place, JSONExtractString(properties, {b0:String}) AS by_0
  FROM events
  WHERE event = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
    AND notEmpty(trimBoth(JSONExtractString(properties, {b1:String})))
  ORDER BY place, key
  LIMIT 2000
)
SELECT key, person, day, text, by_0, by_1
FROM (
  SELECT key, person, day, text, place, by_0 AS by_0, attribute_1 AS by_1
  FROM drawn
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b5:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON person = owner_1.owner_of_1
)
ORDER BY place, key;

-- people
WITH
drawn AS (
  SELECT hex(event_id) AS key, dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, toString(toDate(time, 'Asia/Shanghai')) AS day,
    substringUTF8(JSONExtractString(properties, {b1:String}), 1, 300) AS text, cityHash64(event_id) AS place, JSONExtractString(properties, {b0:String}) AS by_0
  FROM events
  WHERE event = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
    AND notEmpty(trimBoth(JSONExtractString(properties, {b1:String})))
  ORDER BY place, key
  LIMIT 2000
)
SELECT key, person, day, text, by_0, by_1
FROM (
  SELECT key, person, day, text, place, by_0 AS by_0, attribute_1 AS by_1
  FROM drawn
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b5:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON person = owner_1.owner_of_1
)
ORDER BY place, key;

-- people
SELECT arrayJoin({b0:Array(UInt64)}) AS person_id;

