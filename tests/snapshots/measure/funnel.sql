-- answer
WITH
touches AS (
  WITH toUInt16(multiIf(event = {b0:String} AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC'), 1, event IN {b1:Array(String)} AND JSONExtractString(properties, {b2:String}) = {b3:String}, 2, event = {b4:String}, 3, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served)) AS keys
  FROM events
  WHERE event IN {b8:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
    AND served > 0
  GROUP BY person
),
step_1 AS (
  SELECT person, keys AS keys_1, arrayFill(key -> bitAnd(key, 3) = 1, keys) AS entries
  FROM touches
  WHERE bitAnd(entries[-1], 3) = 1
),
step_2 AS (
  SELECT person, entries,
    arrayMap((key, before) -> if(bitAnd(key, 3) = 2 AND bitAnd(before, 3) = 1 AND key <= bitOr(before, 4194303) + 2536715059200000, bitOr(before, 4194303) + 2536715059200000, toUInt64(0)), keys_1, entries) AS found_2,
    arrayFirstIndex(hit -> hit > 0, found_2) AS at_2,
    toInt64(bitShiftRight(keys_1[at_2], 22)) - toInt64(bitShiftRight((entries)[at_2], 22)) AS wait_2,
    arraySlice(keys_1, at_2) AS keys_2,
    arraySlice(found_2, at_2) AS hits_2,
    arrayFill(hit -> hit > 0, hits_2) AS deadlines_2
  FROM step_1
),
step_3 AS (
  SELECT person, entries, at_2, wait_2, deadlines_2,
    arrayMap((key, before) -> if(bitAnd(key, 3) = 3 AND key <= before, before, toUInt64(0)), keys_2, deadlines_2) AS found_3,
    arrayFirstIndex(hit -> hit > 0, found_3) AS at_3,
    toInt64(bitShiftRight(keys_2[at_3], 22)) - toInt64(bitShiftRight(keys_2[arrayLastIndex(hit -> hit > 0, arraySlice(hits_2, 1, at_3 - 1))], 22)) AS wait_3,
    arraySlice(keys_2, at_3) AS keys_3,
    arraySlice(found_3, at_3) AS hits_3,
    arrayFill(hit -> hit > 0, hits_3) AS deadlines_3
  FROM step_2
),
chained AS (
  SELECT person, wait_2, wait_3, 1 + (at_2 > 0) + (at_3 > 0) AS depth,
    toInt64(bitShiftRight(multiIf(at_3 > 0, deadlines_3[-1], at_2 > 0, deadlines_2[-1], bitOr(entries[-1], 4194303) + 2536715059200000), 22)) >= 3519000000 AS is_open
  FROM step_3
),
reached AS (
  SELECT person, wait_2, wait_3, depth, is_open
  FROM chained
)
SELECT countIf(depth >= 1) AS people_1, countIf(depth >= 2) AS people_2, countIf(depth >= 3) AS people_3, countIf(depth = 1 AND is_open) AS pending_1, countIf(depth = 2 AND is_open) AS pending_2, quantileExactInclusiveIf(0.5)(wait_2, depth >= 2) AS median_2, quantileExactInclusiveIf(0.5)(wait_3, depth >= 3) AS median_3
FROM reached;

-- people
WITH
touches AS (
  WITH toUInt16(multiIf(event = {b0:String} AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC'), 1, event IN {b1:Array(String)} AND JSONExtractString(properties, {b2:String}) = {b3:String}, 2, event = {b4:String}, 3, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served)) AS keys
  FROM events
  WHERE event IN {b8:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
    AND served > 0
  GROUP BY person
),
step_1 AS (
  SELECT person, keys AS keys_1, arrayFill(key -> bitAnd(key, 3) = 1, keys) AS entries
  FROM touches
  WHERE bitAnd(entries[-1], 3) = 1
),
step_2 AS (
  SELECT person, entries,
    arrayMap((key, before) -> if(bitAnd(key, 3) = 2 AND bitAnd(before, 3) = 1 AND key <= bitOr(before, 4194303) + 2536715059200000, bitOr(before, 4194303) + 2536715059200000, toUInt64(0)), keys_1, entries) AS found_2,
    arrayFirstIndex(hit -> hit > 0, found_2) AS at_2,
    toInt64(bitShiftRight(keys_1[at_2], 22)) - toInt64(bitShiftRight((entries)[at_2], 22)) AS wait_2,
    arraySlice(keys_1, at_2) AS keys_2,
    arraySlice(found_2, at_2) AS hits_2,
    arrayFill(hit -> hit > 0, hits_2) AS deadlines_2
  FROM step_1
),
step_3 AS (
  SELECT person, entries, at_2, wait_2, deadlines_2,
    arrayMap((key, before) -> if(bitAnd(key, 3) = 3 AND key <= before, before, toUInt64(0)), keys_2, deadlines_2) AS found_3,
    arrayFirstIndex(hit -> hit > 0, found_3) AS at_3,
    toInt64(bitShiftRight(keys_2[at_3], 22)) - toInt64(bitShiftRight(keys_2[arrayLastIndex(hit -> hit > 0, arraySlice(hits_2, 1, at_3 - 1))], 22)) AS wait_3,
    arraySlice(keys_2, at_3) AS keys_3,
    arraySlice(found_3, at_3) AS hits_3,
    arrayFill(hit -> hit > 0, hits_3) AS deadlines_3
  FROM step_2
),
chained AS (
  SELECT person, wait_2, wait_3, 1 + (at_2 > 0) + (at_3 > 0) AS depth,
    toInt64(bitShiftRight(multiIf(at_3 > 0, deadlines_3[-1], at_2 > 0, deadlines_2[-1], bitOr(entries[-1], 4194303) + 2536715059200000), 22)) >= 3519000000 AS is_open
  FROM step_3
),
reached AS (
  SELECT person, wait_2, wait_3, depth, is_open
  FROM chained
)
SELECT person AS person_id
FROM reached
WHERE depth >= 1;

-- people
WITH
touches AS (
  WITH toUInt16(multiIf(event = {b0:String} AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC'), 1, event IN {b1:Array(String)} AND JSONExtractString(properties, {b2:String}) = {b3:String}, 2, event = {b4:String}, 3, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served)) AS keys
  FROM events
  WHERE event IN {b8:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
    AND served > 0
  GROUP BY person
),
step_1 AS (
  SELECT person, keys AS keys_1, arrayFill(key -> bitAnd(key, 3) = 1, keys) AS entries
  FROM touches
  WHERE bitAnd(entries[-1], 3) = 1
),
step_2 AS (
  SELECT person, entries,
    arrayMap((key, before) -> if(bitAnd(key, 3) = 2 AND bitAnd(before, 3) = 1 AND key <= bitOr(before, 4194303) + 2536715059200000, bitOr(before, 4194303) + 2536715059200000, toUInt64(0)), keys_1, entries) AS found_2,
    arrayFirstIndex(hit -> hit > 0, found_2) AS at_2,
    toInt64(bitShiftRight(keys_1[at_2], 22)) - toInt64(bitShiftRight((entries)[at_2], 22)) AS wait_2,
    arraySlice(keys_1, at_2) AS keys_2,
    arraySlice(found_2, at_2) AS hits_2,
    arrayFill(hit -> hit > 0, hits_2) AS deadlines_2
  FROM step_1
),
step_3 AS (
  SELECT person, entries, at_2, wait_2, deadlines_2,
    arrayMap((key, before) -> if(bitAnd(key, 3) = 3 AND key <= before, before, toUInt64(0)), keys_2, deadlines_2) AS found_3,
    arrayFirstIndex(hit -> hit > 0, found_3) AS at_3,
    toInt64(bitShiftRight(keys_2[at_3], 22)) - toInt64(bitShiftRight(keys_2[arrayLastIndex(hit -> hit > 0, arraySlice(hits_2, 1, at_3 - 1))], 22)) AS wait_3,
    arraySlice(keys_2, at_3) AS keys_3,
    arraySlice(found_3, at_3) AS hits_3,
    arrayFill(hit -> hit > 0, hits_3) AS deadlines_3
  FROM step_2
),
chained AS (
  SELECT person, wait_2, wait_3, 1 + (at_2 > 0) + (at_3 > 0) AS depth,
    toInt64(bitShiftRight(multiIf(at_3 > 0, deadlines_3[-1], at_2 > 0, deadlines_2[-1], bitOr(entries[-1], 4194303) + 2536715059200000), 22)) >= 3519000000 AS is_open
  FROM step_3
),
reached AS (
  SELECT person, wait_2, wait_3, depth, is_open
  FROM chained
)
SELECT person AS person_id
FROM reached
WHERE depth = 2;

