-- answer
WITH
measured AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, 0 AS t,
    toFloat64(ifNull(sum(JSONExtract(properties, {b1:String}, 'Nullable(Float64)')), 0)) AS value
  FROM events
  WHERE event = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person, t
),
split AS (
  SELECT person, t, value
  FROM measured
)
SELECT 0 AS shown_place, toNullable(arrayCount(edge -> value >= edge, {b0:Array(Float64)})) AS bin, count(), count(value), sum(value), avg(value), min(value), quantileExactInclusive(0.5)(value), quantileExactInclusive(0.9)(value), max(value)
FROM split
GROUP BY GROUPING SETS ((), (bin));

-- answer
WITH
measured AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, toMonday(time, 'Asia/Shanghai') AS t,
    toFloat64(ifNull(sum(JSONExtract(properties, {b1:String}, 'Nullable(Float64)')), 0)) AS value
  FROM events
  WHERE event = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person, t
),
split AS (
  SELECT person, t, value
  FROM measured
)
SELECT t, arrayCount(edge -> value >= edge, {b0:Array(Float64)}) AS bin, count()
FROM split
WHERE value IS NOT NULL
GROUP BY t, bin;

-- people
WITH
measured AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, 0 AS t,
    toFloat64(ifNull(sum(JSONExtract(properties, {b1:String}, 'Nullable(Float64)')), 0)) AS value
  FROM events
  WHERE event = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person, t
),
split AS (
  SELECT person, t, value
  FROM measured
)
SELECT person AS person_id
FROM split
WHERE value IS NOT NULL
    AND value >= {b0:Float64};

-- people
WITH
measured AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, 0 AS t,
    toFloat64(ifNull(sum(JSONExtract(properties, {b2:String}, 'Nullable(Float64)')), 0)) AS value
  FROM events
  WHERE event = {b3:String}
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
  GROUP BY person, t
),
split AS (
  SELECT person, t, value
  FROM measured
)
SELECT person AS person_id
FROM split
WHERE value IS NOT NULL
    AND value >= {b0:Float64} AND value < {b1:Float64};

-- people
WITH
measured AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, 0 AS t,
    toFloat64(ifNull(sum(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')), 0)) AS value
  FROM events
  WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person, t
),
split AS (
  SELECT person, t, value
  FROM measured
)
SELECT person AS person_id
FROM split
WHERE value IS NULL;

