-- answer
WITH
started AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(time) AS started_at, toDate(min(time), 'Asia/Shanghai') AS t,
    argMinIf(JSONExtractString(properties, {b3:String}), bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), 1) AS by_1
  FROM events
  WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY person
),
starts AS (
  SELECT person, started_at, t, attribute_0 AS by_0, by_1 AS by_1
  FROM started
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_0, argMax(text, at) AS attribute_0
    FROM person_attributes
    WHERE name = {b4:String}
    GROUP BY owner_of_0
  ) AS owner_0 ON person = owner_0.owner_of_0
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0, by_1) AS group_size
  FROM starts
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0, by_1) AS place
  FROM sized
)
SELECT least(place, 3) AS shown_place, if(place > 2, '', by_0) AS shown_by_0, if(place > 2, '', by_1) AS shown_by_1, t, count() AS size
FROM placed
GROUP BY ALL
ORDER BY ALL;

-- answer
WITH
started AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(time) AS started_at, toDate(min(time), 'Asia/Shanghai') AS t,
    argMinIf(JSONExtractString(properties, {b3:String}), bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), 1) AS by_1
  FROM events
  WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY person
),
starts AS (
  SELECT person, started_at, t, attribute_0 AS by_0, by_1 AS by_1
  FROM started
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_0, argMax(text, at) AS attribute_0
    FROM person_attributes
    WHERE name = {b4:String}
    GROUP BY owner_of_0
  ) AS owner_0 ON person = owner_0.owner_of_0
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0, by_1) AS group_size
  FROM starts
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0, by_1) AS place
  FROM sized
),
came AS (
  SELECT person, t, place, by_0, by_1, dateDiff('day', t, toDate(at, 'Asia/Shanghai')) AS later, sum(ifNull(amount, 0)) AS amount
  FROM placed JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS back_person, time AS at, JSONExtract(properties, {b7:String}, 'Nullable(Float64)') AS amount
    FROM events
    WHERE event = {b5:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
  ) AS backs ON person = back_person
  WHERE at >= started_at
  GROUP BY person, t, place, by_0, by_1, later
)
SELECT least(place, 3) AS shown_place, if(place > 2, '', by_0) AS shown_by_0, if(place > 2, '', by_1) AS shown_by_1, t, slot, sum(amount) AS returned
FROM (SELECT *, arrayJoin(arrayFilter((slot, first, last) -> later BETWEEN first AND last, range(2), [0, 1], [0, 3])) AS slot FROM came)
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
SELECT least(place, 3) AS shown_place, t, count() AS size
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
  SELECT person, t, place, dateDiff('day', t, toDate(at, 'Asia/Shanghai')) AS later, sum(ifNull(amount, 0)) AS amount
  FROM placed JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS back_person, time AS at, JSONExtract(properties, {b5:String}, 'Nullable(Float64)') AS amount
    FROM events
    WHERE event = {b3:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  ) AS backs ON person = back_person
  WHERE at >= started_at
  GROUP BY person, t, place, later
)
SELECT least(place, 3) AS shown_place, t, slot, sum(amount) AS returned
FROM (SELECT *, arrayJoin(arrayFilter((slot, first, last) -> later BETWEEN first AND last, range(2), [0, 1], [0, 3])) AS slot FROM came)
GROUP BY ALL
ORDER BY ALL;

-- people
WITH
started AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(time) AS started_at, toDate(min(time), 'Asia/Shanghai') AS t,
    argMinIf(JSONExtractString(properties, {b6:String}), bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), 1) AS by_1
  FROM events
  WHERE event = {b3:String}
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
  GROUP BY person
),
starts AS (
  SELECT person, started_at, t, attribute_0 AS by_0, by_1 AS by_1
  FROM started
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_0, argMax(text, at) AS attribute_0
    FROM person_attributes
    WHERE name = {b7:String}
    GROUP BY owner_of_0
  ) AS owner_0 ON person = owner_0.owner_of_0
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0, by_1) AS group_size
  FROM starts
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0, by_1) AS place
  FROM sized
),
came AS (
  SELECT person, t, place, by_0, by_1, dateDiff('day', t, toDate(at, 'Asia/Shanghai')) AS later, sum(ifNull(amount, 0)) AS amount
  FROM placed JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS back_person, time AS at, JSONExtract(properties, {b10:String}, 'Nullable(Float64)') AS amount
    FROM events
    WHERE event = {b8:String}
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC')
  ) AS backs ON person = back_person
  WHERE at >= started_at
  GROUP BY person, t, place, by_0, by_1, later
)
SELECT DISTINCT person AS person_id
FROM came
WHERE t IN {b0:Array(Date)}
    AND by_0 = {b1:String} AND by_1 = {b2:String}
    AND has(arrayFilter((slot, first, last) -> later BETWEEN first AND last, range(2), [0, 1], [0, 3]), 1);

