-- answer
WITH
met AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, minIf(bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) AS since,
    groupArrayIf((bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), toInt64(round(toFloat64(assumeNotNull(JSONExtract(properties, {b2:String}, 'Nullable(Float64)'))) * 1000000))), event = {b3:String} AND isNotNull(JSONExtract(properties, {b2:String}, 'Nullable(Float64)')) AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')) AS payments
  FROM events
  WHERE ((event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) OR (event = {b3:String} AND isNotNull(JSONExtract(properties, {b2:String}, 'Nullable(Float64)')) AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')))
  GROUP BY person
  HAVING countIf(event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) > 0 AND fromUnixTimestamp64Milli(toInt64(bitShiftRight(since, 64)), 'UTC') >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
),
won AS (
  SELECT person, toMonday(fromUnixTimestamp64Milli(toInt64(bitShiftRight(since, 64)), 'UTC'), 'Asia/Shanghai') AS t,
    arrayFilter(move -> move.1 <= 12, arrayMap(paid -> (toInt64(dateDiff('week', t, toMonday(fromUnixTimestamp64Milli(toInt64(bitShiftRight(paid.1, 64)), 'UTC'), 'Asia/Shanghai'))), paid.2),
      arrayFilter(paid -> paid.1 >= since, payments))) AS moves
  FROM met
)
SELECT t, move.1 AS later, count() AS people, sum(move.2) AS brought
FROM won
ARRAY JOIN arrayConcat([(toInt64(-1), toInt64(0))], if(empty(moves), [], [(toInt64(-2), toInt64(0))]), moves) AS move
GROUP BY t, later
ORDER BY t, later;

-- people
WITH
met AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, minIf(bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) AS since,
    groupArrayIf((bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), toInt64(round(toFloat64(assumeNotNull(JSONExtract(properties, {b2:String}, 'Nullable(Float64)'))) * 1000000))), event = {b3:String} AND isNotNull(JSONExtract(properties, {b2:String}, 'Nullable(Float64)')) AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')) AS payments
  FROM events
  WHERE ((event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) OR (event = {b3:String} AND isNotNull(JSONExtract(properties, {b2:String}, 'Nullable(Float64)')) AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')))
  GROUP BY person
  HAVING countIf(event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) > 0 AND fromUnixTimestamp64Milli(toInt64(bitShiftRight(since, 64)), 'UTC') >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
),
won AS (
  SELECT person, toMonday(fromUnixTimestamp64Milli(toInt64(bitShiftRight(since, 64)), 'UTC'), 'Asia/Shanghai') AS t,
    arrayFilter(move -> move.1 <= 12, arrayMap(paid -> (toInt64(dateDiff('week', t, toMonday(fromUnixTimestamp64Milli(toInt64(bitShiftRight(paid.1, 64)), 'UTC'), 'Asia/Shanghai'))), paid.2),
      arrayFilter(paid -> paid.1 >= since, payments))) AS moves
  FROM met
)
SELECT person AS person_id
FROM won
WHERE 1
    AND t = {b6:Date};

-- people
WITH
met AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, minIf(bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) AS since,
    groupArrayIf((bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), toInt64(round(toFloat64(assumeNotNull(JSONExtract(properties, {b2:String}, 'Nullable(Float64)'))) * 1000000))), event = {b3:String} AND isNotNull(JSONExtract(properties, {b2:String}, 'Nullable(Float64)')) AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')) AS payments
  FROM events
  WHERE ((event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) OR (event = {b3:String} AND isNotNull(JSONExtract(properties, {b2:String}, 'Nullable(Float64)')) AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')))
  GROUP BY person
  HAVING countIf(event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) > 0 AND fromUnixTimestamp64Milli(toInt64(bitShiftRight(since, 64)), 'UTC') >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
),
won AS (
  SELECT person, toMonday(fromUnixTimestamp64Milli(toInt64(bitShiftRight(since, 64)), 'UTC'), 'Asia/Shanghai') AS t,
    arrayFilter(move -> move.1 <= 12, arrayMap(paid -> (toInt64(dateDiff('week', t, toMonday(fromUnixTimestamp64Milli(toInt64(bitShiftRight(paid.1, 64)), 'UTC'), 'Asia/Shanghai'))), paid.2),
      arrayFilter(paid -> paid.1 >= since, payments))) AS moves
  FROM met
)
SELECT person AS person_id
FROM won
WHERE 1
    AND notEmpty(moves);

