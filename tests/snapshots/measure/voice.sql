-- answer
WITH
answered AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, time, toFloat64(assumeNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))) AS score, JSONExtractString(properties, {b4:String}) AS by_0
  FROM events
  WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
),
rated AS (
  SELECT person, time, toStartOfMonth(time, 'Asia/Shanghai') AS t, score, multiIf(score >= 9, 'happy', score < 7, 'unhappy', 'neutral') AS mood, by_0 AS by_0, attribute_1 AS by_1
  FROM answered
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b5:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON person = owner_1.owner_of_1
  WHERE score BETWEEN 0 AND 10
)
SELECT count(), uniqExact(person), countIf(mood = 'happy'), countIf(mood = 'neutral'), countIf(mood = 'unhappy'), sum(score)
FROM rated;

-- answer
SELECT count()
FROM (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, time, toFloat64(assumeNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))) AS score, JSONExtractString(properties, {b4:String}) AS by_0
  FROM events
  WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
)
WHERE NOT (score BETWEEN 0 AND 10);

-- answer
WITH
answered AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, time, toFloat64(assumeNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))) AS score, JSONExtractString(properties, {b4:String}) AS by_0
  FROM events
  WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
),
rated AS (
  SELECT person, time, toStartOfMonth(time, 'Asia/Shanghai') AS t, score, multiIf(score >= 9, 'happy', score < 7, 'unhappy', 'neutral') AS mood, by_0 AS by_0, attribute_1 AS by_1
  FROM answered
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b5:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON person = owner_1.owner_of_1
  WHERE score BETWEEN 0 AND 10
)
SELECT t AS t, count(), uniqExact(person), countIf(mood = 'happy'), countIf(mood = 'neutral'), countIf(mood = 'unhappy'), sum(score)
FROM rated
GROUP BY t;

-- answer
WITH
answered AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, time, toFloat64(assumeNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))) AS score, JSONExtractString(properties, {b4:String}) AS by_0
  FROM events
  WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
),
rated AS (
  SELECT person, time, toStartOfMonth(time, 'Asia/Shanghai') AS t, score, multiIf(score >= 9, 'happy', score < 7, 'unhappy', 'neutral') AS mood, by_0 AS by_0, attribute_1 AS by_1
  FROM answered
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b5:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON person = owner_1.owner_of_1
  WHERE score BETWEEN 0 AND 10
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0, by_1) AS group_size
  FROM rated
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0, by_1) AS place
  FROM sized
)
SELECT least(place, 11) AS shown_place, if(place > 10, '', by_0) AS shown_by_0, if(place > 10, '', by_1) AS shown_by_1, count(), uniqExact(person), countIf(mood = 'happy'), countIf(mood = 'neutral'), countIf(mood = 'unhappy'), sum(score)
FROM placed
GROUP BY shown_place, shown_by_0, shown_by_1;

-- people
WITH
answered AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, time, toFloat64(assumeNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))) AS score, JSONExtractString(properties, {b4:String}) AS by_0
  FROM events
  WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
),
rated AS (
  SELECT person, time, toStartOfMonth(time, 'Asia/Shanghai') AS t, score, multiIf(score >= 9, 'happy', score < 7, 'unhappy', 'neutral') AS mood, by_0 AS by_0, attribute_1 AS by_1
  FROM answered
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b5:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON person = owner_1.owner_of_1
  WHERE score BETWEEN 0 AND 10
)
SELECT DISTINCT person AS person_id
FROM rated
WHERE mood = 'happy';

-- people
WITH
answered AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, time, toFloat64(assumeNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))) AS score, JSONExtractString(properties, {b4:String}) AS by_0
  FROM events
  WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
),
rated AS (
  SELECT person, time, toStartOfMonth(time, 'Asia/Shanghai') AS t, score, multiIf(score >= 9, 'happy', score < 7, 'unhappy', 'neutral') AS mood, by_0 AS by_0, attribute_1 AS by_1
  FROM answered
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b5:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON person = owner_1.owner_of_1
  WHERE score BETWEEN 0 AND 10
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0, by_1) AS group_size
  FROM rated
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0, by_1) AS place
  FROM sized
)
SELECT DISTINCT person AS person_id
FROM placed
WHERE 1
    AND by_0 = {b6:String} AND by_1 = {b7:String};

