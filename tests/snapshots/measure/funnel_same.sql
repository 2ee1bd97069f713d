-- answer
WITH
touches AS (
  WITH toUInt16(if(event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC'), 1, 0) + if(event = {b0:String}, 2, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served)) AS keys
  FROM events
  WHERE event IN {b4:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
),
step_1 AS (
  SELECT person, keys AS keys_1, arrayFill(key -> bitTest(key, 0), keys) AS entries
  FROM touches
  WHERE bitTest(entries[-1], 0)
),
step_2 AS (
  SELECT person, entries,
    arrayMap((key, before) -> if(bitTest(key, 1) AND bitTest(before, 0) AND key <= bitOr(before, 4194303) + 15099494400000, bitOr(before, 4194303) + 15099494400000, toUInt64(0)), keys_1, arrayPopBack(arrayPushFront(entries, toUInt64(0)))) AS found_2,
    arrayFirstIndex(hit -> hit > 0, found_2) AS at_2,
    toInt64(bitShiftRight(keys_1[at_2], 22)) - toInt64(bitShiftRight((arrayPopBack(arrayPushFront(entries, toUInt64(0))))[at_2], 22)) AS wait_2,
    arraySlice(keys_1, at_2) AS keys_2,
    arraySlice(found_2, at_2) AS hits_2,
    arrayFill(hit -> hit > 0, hits_2) AS deadlines_2
  FROM step_1
),
chained AS (
  SELECT person, wait_2, 1 + (at_2 > 0) AS depth,
    toInt64(bitShiftRight(multiIf(at_2 > 0, deadlines_2[-1], bitOr(entries[-1], 4194303) + 15099494400000), 22)) >= 3519000000 AS is_open
  FROM step_2
),
reached AS (
  SELECT person, wait_2, depth, is_open
  FROM chained
)
SELECT countIf(depth >= 1) AS people_1, countIf(depth >= 2) AS people_2, countIf(depth = 1 AND is_open) AS pending_1, quantileExactInclusiveIf(0.5)(wait_2, depth >= 2) AS median_2
FROM reached;

-- people
WITH
touches AS (
  WITH toUInt16(if(event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC'), 1, 0) + if(event = {b0:String}, 2, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served)) AS keys
  FROM events
  WHERE event IN {b4:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
),
step_1 AS (
  SELECT person, keys AS keys_1, arrayFill(key -> bitTest(key, 0), keys) AS entries
  FROM touches
  WHERE bitTest(entries[-1], 0)
),
step_2 AS (
  SELECT person, entries,
    arrayMap((key, before) -> if(bitTest(key, 1) AND bitTest(before, 0) AND key <= bitOr(before, 4194303) + 15099494400000, bitOr(before, 4194303) + 15099494400000, toUInt64(0)), keys_1, arrayPopBack(arrayPushFront(entries, toUInt64(0)))) AS found_2,
    arrayFirstIndex(hit -> hit > 0, found_2) AS at_2,
    toInt64(bitShiftRight(keys_1[at_2], 22)) - toInt64(bitShiftRight((arrayPopBack(arrayPushFront(entries, toUInt64(0))))[at_2], 22)) AS wait_2,
    arraySlice(keys_1, at_2) AS keys_2,
    arraySlice(found_2, at_2) AS hits_2,
    arrayFill(hit -> hit > 0, hits_2) AS deadlines_2
  FROM step_1
),
chained AS (
  SELECT person, wait_2, 1 + (at_2 > 0) AS depth,
    toInt64(bitShiftRight(multiIf(at_2 > 0, deadlines_2[-1], bitOr(entries[-1], 4194303) + 15099494400000), 22)) >= 3519000000 AS is_open
  FROM step_2
),
reached AS (
  SELECT person, wait_2, depth, is_open
  FROM chained
)
SELECT person AS person_id
FROM reached
WHERE depth >= 2;

