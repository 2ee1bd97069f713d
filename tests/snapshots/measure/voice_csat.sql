-- answer
WITH
answered AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, time, toFloat64(assumeNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))) AS score
  FROM events
  WHERE event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
),
rated AS (
  SELECT person, time, toMonday(time, 'Asia/Shanghai') AS t, score, multiIf(score >= 6, 'happy', score < 4.0, 'unhappy', 'neutral') AS mood
  FROM answered
  WHERE score BETWEEN 1 AND 7
)
SELECT count(), uniqExact(person), countIf(mood = 'happy'), countIf(mood = 'neutral'), countIf(mood = 'unhappy'), sum(score)
FROM rated;

-- answer
SELECT count()
FROM (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, time, toFloat64(assumeNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))) AS score
  FROM events
  WHERE event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
)
WHERE NOT (score BETWEEN 1 AND 7);

-- answer
WITH
answered AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, time, toFloat64(assumeNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))) AS score
  FROM events
  WHERE event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
),
rated AS (
  SELECT person, time, toMonday(time, 'Asia/Shanghai') AS t, score, multiIf(score >= 6, 'happy', score < 4.0, 'unhappy', 'neutral') AS mood
  FROM answered
  WHERE score BETWEEN 1 AND 7
)
SELECT t AS t, count(), uniqExact(person), countIf(mood = 'happy'), countIf(mood = 'neutral'), countIf(mood = 'unhappy'), sum(score)
FROM rated
GROUP BY t;

-- people
WITH
answered AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, time, toFloat64(assumeNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))) AS score
  FROM events
  WHERE event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
),
rated AS (
  SELECT person, time, toMonday(time, 'Asia/Shanghai') AS t, score, multiIf(score >= 6, 'happy', score < 4.0, 'unhappy', 'neutral') AS mood
  FROM answered
  WHERE score BETWEEN 1 AND 7
)
SELECT DISTINCT person AS person_id
FROM rated
WHERE mood = 'unhappy'
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC');

