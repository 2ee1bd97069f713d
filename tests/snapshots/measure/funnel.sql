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
  SELECT person, keys AS keys_1, arrayFill(key -> bitAnd(key, 3) = 1, keys) AS entries,
    entries[-1] AS entry
  FROM touches
),
step_2 AS (
  SELECT person, entry,
    arrayFilter(late -> bitAnd(late.1, 3) >= 2 AND bitAnd(late.2, 3) = 1 AND late.1 <= bitOr(late.2, 4194303) + 2536715059200000, arrayZip(keys_1, entries)) AS late_2,
    late_2.1 AS keys_2,
    arrayMap(late -> if(bitAnd(late.1, 3) = 2, bitOr(late.2, 4194303) + 2536715059200000, toUInt64(0)), late_2) AS hits_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    toInt64(bitShiftRight(keys_2[at_2], 22)) - toInt64(bitShiftRight(late_2.2[at_2], 22)) AS wait_2,
    arrayMax(hits_2) AS until_2
  FROM step_1
),
step_3 AS (
  SELECT person, entry, until_2, wait_2,
    arrayFill(before -> before.2 > 0, arrayZip(keys_2, hits_2)) AS befores_3,
    arrayFilter(late -> bitAnd(late.1, 3) >= 3 AND late.1 <= late.3, arrayZip(keys_2, befores_3.1, befores_3.2)) AS late_3,
    late_3.1 AS keys_3,
    arrayMap(late -> if(bitAnd(late.1, 3) = 3, late.3, toUInt64(0)), late_3) AS hits_3,
    arrayFirstIndex(hit -> hit > 0, hits_3) AS at_3,
    toInt64(bitShiftRight(keys_3[at_3], 22)) - toInt64(bitShiftRight(late_3.2[at_3], 22)) AS wait_3,
    arrayMax(hits_3) AS until_3
  FROM step_2
),
chained AS (
  SELECT person, wait_2, wait_3, (bitAnd(entry, 3) = 1) + (until_2 > 0) + (until_3 > 0) AS depth,
    multiIf(until_3 > 0, until_3, until_2 > 0, until_2, bitOr(entry, 4194303) + 2536715059200000) >= 14759755776000000 AS is_open
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
  SELECT person, keys AS keys_1, arrayFill(key -> bitAnd(key, 3) = 1, keys) AS entries,
    entries[-1] AS entry
  FROM touches
),
step_2 AS (
  SELECT person, entry,
    arrayFilter(late -> bitAnd(late.1, 3) >= 2 AND bitAnd(late.2, 3) = 1 AND late.1 <= bitOr(late.2, 4194303) + 2536715059200000, arrayZip(keys_1, entries)) AS late_2,
    late_2.1 AS keys_2,
    arrayMap(late -> if(bitAnd(late.1, 3) = 2, bitOr(late.2, 4194303) + 2536715059200000, toUInt64(0)), late_2) AS hits_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    toInt64(bitShiftRight(keys_2[at_2], 22)) - toInt64(bitShiftRight(late_2.2[at_2], 22)) AS wait_2,
    arrayMax(hits_2) AS until_2
  FROM step_1
),
step_3 AS (
  SELECT person, entry, until_2, wait_2,
    arrayFill(before -> before.2 > 0, arrayZip(keys_2, hits_2)) AS befores_3,
    arrayFilter(late -> bitAnd(late.1, 3) >= 3 AND late.1 <= late.3, arrayZip(keys_2, befores_3.1, befores_3.2)) AS late_3,
    late_3.1 AS keys_3,
    arrayMap(late -> if(bitAnd(late.1, 3) = 3, late.3, toUInt64(0)), late_3) AS hits_3,
    arrayFirstIndex(hit -> hit > 0, hits_3) AS at_3,
    toInt64(bitShiftRight(keys_3[at_3], 22)) - toInt64(bitShiftRight(late_3.2[at_3], 22)) AS wait_3,
    arrayMax(hits_3) AS until_3
  FROM step_2
),
chained AS (
  SELECT person, wait_2, wait_3, (bitAnd(entry, 3) = 1) + (until_2 > 0) + (until_3 > 0) AS depth,
    multiIf(until_3 > 0, until_3, until_2 > 0, until_2, bitOr(entry, 4194303) + 2536715059200000) >= 14759755776000000 AS is_open
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
  SELECT person, keys AS keys_1, arrayFill(key -> bitAnd(key, 3) = 1, keys) AS entries,
    entries[-1] AS entry
  FROM touches
),
step_2 AS (
  SELECT person, entry,
    arrayFilter(late -> bitAnd(late.1, 3) >= 2 AND bitAnd(late.2, 3) = 1 AND late.1 <= bitOr(late.2, 4194303) + 2536715059200000, arrayZip(keys_1, entries)) AS late_2,
    late_2.1 AS keys_2,
    arrayMap(late -> if(bitAnd(late.1, 3) = 2, bitOr(late.2, 4194303) + 2536715059200000, toUInt64(0)), late_2) AS hits_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    toInt64(bitShiftRight(keys_2[at_2], 22)) - toInt64(bitShiftRight(late_2.2[at_2], 22)) AS wait_2,
    arrayMax(hits_2) AS until_2
  FROM step_1
),
step_3 AS (
  SELECT person, entry, until_2, wait_2,
    arrayFill(before -> before.2 > 0, arrayZip(keys_2, hits_2)) AS befores_3,
    arrayFilter(late -> bitAnd(late.1, 3) >= 3 AND late.1 <= late.3, arrayZip(keys_2, befores_3.1, befores_3.2)) AS late_3,
    late_3.1 AS keys_3,
    arrayMap(late -> if(bitAnd(late.1, 3) = 3, late.3, toUInt64(0)), late_3) AS hits_3,
    arrayFirstIndex(hit -> hit > 0, hits_3) AS at_3,
    toInt64(bitShiftRight(keys_3[at_3], 22)) - toInt64(bitShiftRight(late_3.2[at_3], 22)) AS wait_3,
    arrayMax(hits_3) AS until_3
  FROM step_2
),
chained AS (
  SELECT person, wait_2, wait_3, (bitAnd(entry, 3) = 1) + (until_2 > 0) + (until_3 > 0) AS depth,
    multiIf(until_3 > 0, until_3, until_2 > 0, until_2, bitOr(entry, 4194303) + 2536715059200000) >= 14759755776000000 AS is_open
  FROM step_3
),
reached AS (
  SELECT person, wait_2, wait_3, depth, is_open
  FROM chained
)
SELECT person AS person_id
FROM reached
WHERE depth = 2;

