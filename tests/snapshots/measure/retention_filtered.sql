-- answer
WITH
starts AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(time) AS started_at, toStartOfMonth(min(time), 'Asia/Shanghai') AS t
  FROM events
  WHERE event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
returns AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, toStartOfMonth(time, 'Asia/Shanghai') AS t, max(time) AS last_at
  FROM events
  WHERE event = {b5:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
  GROUP BY person, t
),
returned AS (
  SELECT starts.t AS t, starts.person AS person, dateDiff('month', starts.t, returns.t) AS later
  FROM starts JOIN returns ON starts.person = returns.person
  WHERE returns.t > starts.t OR (returns.t = starts.t AND returns.last_at >= starts.started_at)
),
furthest AS (
  SELECT t, person, max(later) AS last_period
  FROM returned
  GROUP BY t, person
)
SELECT t AS cohort, arrayJoin(range(toUInt32(least(last_period, 2) + 1))) AS later,
  count() AS returned
FROM furthest
GROUP BY cohort, later
ORDER BY cohort, later;

-- answer
WITH
starts AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(time) AS started_at, toStartOfMonth(min(time), 'Asia/Shanghai') AS t
  FROM events
  WHERE event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
)
SELECT t, count() AS size
FROM starts
GROUP BY t
ORDER BY t;

-- people
WITH
starts AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(time) AS started_at, toStartOfMonth(min(time), 'Asia/Shanghai') AS t
  FROM events
  WHERE event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
  GROUP BY person
),
returns AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, toStartOfMonth(time, 'Asia/Shanghai') AS t, max(time) AS last_at
  FROM events
  WHERE event = {b6:String}
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
  GROUP BY person, t
),
returned AS (
  SELECT starts.t AS t, starts.person AS person, dateDiff('month', starts.t, returns.t) AS later
  FROM starts JOIN returns ON starts.person = returns.person
  WHERE returns.t > starts.t OR (returns.t = starts.t AND returns.last_at >= starts.started_at)
)
SELECT DISTINCT person AS person_id
FROM returned
WHERE t = {b0:Date} AND later >= 1;

