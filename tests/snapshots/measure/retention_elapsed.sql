-- answer
WITH
started AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(time) AS started_at, toDate(min(time), 'Asia/Shanghai') AS t
  FROM events
  WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY person
),
starts AS (
  SELECT person, started_at, t
  FROM started
),
placed AS (SELECT *, 1 AS place FROM starts)
SELECT least(place, 11) AS shown_place, t, count() AS size
FROM placed
GROUP BY ALL
ORDER BY ALL;

-- answer
WITH
started AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(time) AS started_at, toDate(min(time), 'Asia/Shanghai') AS t
  FROM events
  WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY person
),
starts AS (
  SELECT person, started_at, t
  FROM started
),
placed AS (SELECT *, 1 AS place FROM starts),
came AS (
  SELECT person, t, place, intDiv(toUnixTimestamp64Milli(at) - toUnixTimestamp64Milli(started_at), 86400000) AS later, sum(ifNull(amount, 0)) AS amount
  FROM placed JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS back_person, time AS at, 0 AS amount
    FROM events
    WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  ) AS backs ON person = back_person
  WHERE at >= started_at
  GROUP BY person, t, place, later
)
SELECT least(place, 11) AS shown_place, t, slot, uniqExact(person) AS returned
FROM (SELECT *, arrayJoin(arrayFilter((slot, first, last) -> later BETWEEN first AND last, range(3), [0, 1, 2], [1000000, 1000000, 1000000])) AS slot FROM came)
GROUP BY ALL
ORDER BY ALL;

-- answer
WITH
started AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(time) AS started_at, toDate(min(time), 'Asia/Shanghai') AS t
  FROM events
  WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY person
),
starts AS (
  SELECT person, started_at, t
  FROM started
),
placed AS (SELECT *, 1 AS place FROM starts)
SELECT least(place, 11) AS shown_place, t, count() AS size
FROM placed
GROUP BY ALL
ORDER BY ALL;

-- answer
WITH
started AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(time) AS started_at, toDate(min(time), 'Asia/Shanghai') AS t
  FROM events
  WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY person
),
starts AS (
  SELECT person, started_at, t
  FROM started
),
placed AS (SELECT *, 1 AS place FROM starts),
came AS (
  SELECT person, t, place, intDiv(toUnixTimestamp64Milli(at) - toUnixTimestamp64Milli(started_at), 86400000) AS later, sum(ifNull(amount, 0)) AS amount
  FROM placed JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS back_person, time AS at, 0 AS amount
    FROM events
    WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  ) AS backs ON person = back_person
  WHERE at >= started_at
  GROUP BY person, t, place, later
)
SELECT least(place, 11) AS shown_place, t, slot, uniqExact(person) AS returned
FROM (SELECT *, arrayJoin(arrayFilter((slot, first, last) -> later BETWEEN first AND last, range(3), [0, 1, 2], [1000000, 1000000, 1000000])) AS slot FROM came)
GROUP BY ALL
ORDER BY ALL;

-- people
WITH
started AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(time) AS started_at, toDate(min(time), 'Asia/Shanghai') AS t
  FROM events
  WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
),
starts AS (
  SELECT person, started_at, t
  FROM started
),
placed AS (SELECT *, 1 AS place FROM starts),
came AS (
  SELECT person, t, place, intDiv(toUnixTimestamp64Milli(at) - toUnixTimestamp64Milli(started_at), 86400000) AS later, sum(ifNull(amount, 0)) AS amount
  FROM placed JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS back_person, time AS at, 0 AS amount
    FROM events
    WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  ) AS backs ON person = back_person
  WHERE at >= started_at
  GROUP BY person, t, place, later
)
SELECT DISTINCT person AS person_id
FROM came
WHERE t IN {b0:Array(Date)}
    AND has(arrayFilter((slot, first, last) -> later BETWEEN first AND last, range(3), [0, 1, 2], [1000000, 1000000, 1000000]), 1);

