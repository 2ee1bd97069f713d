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
  SELECT person, keys AS keys_1, arrayFill(key -> bitTest(key, 0), keys) AS entries,
    entries[-1] AS entry
  FROM touches
),
step_2 AS (
  SELECT person, entry,
    arrayFilter(late -> bitAnd(late.1, 2) > 0 AND bitTest(late.2, 0) AND late.1 <= bitOr(late.2, 4194303) + 15099494400000, arrayZip(keys_1, arrayPopBack(arrayPushFront(entries, toUInt64(0))))) AS late_2,
    late_2.1 AS keys_2,
    arrayMap(late -> if(bitTest(late.1, 1), bitOr(late.2, 4194303) + 15099494400000, toUInt64(0)), late_2) AS hits_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    toInt64(bitShiftRight(keys_2[at_2], 22)) - toInt64(bitShiftRight(late_2.2[at_2], 22)) AS wait_2,
    arrayMax(hits_2) AS until_2
  FROM step_1
),
chained AS (
  SELECT person, wait_2, (bitTest(entry, 0)) + (until_2 > 0) AS depth,
    multiIf(until_2 > 0, until_2, bitOr(entry, 4194303) + 15099494400000) >= 14759755776000000 AS is_open
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
  SELECT person, keys AS keys_1, arrayFill(key -> bitTest(key, 0), keys) AS entries,
    entries[-1] AS entry
  FROM touches
),
step_2 AS (
  SELECT person, entry,
    arrayFilter(late -> bitAnd(late.1, 2) > 0 AND bitTest(late.2, 0) AND late.1 <= bitOr(late.2, 4194303) + 15099494400000, arrayZip(keys_1, arrayPopBack(arrayPushFront(entries, toUInt64(0))))) AS late_2,
    late_2.1 AS keys_2,
    arrayMap(late -> if(bitTest(late.1, 1), bitOr(late.2, 4194303) + 15099494400000, toUInt64(0)), late_2) AS hits_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    toInt64(bitShiftRight(keys_2[at_2], 22)) - toInt64(bitShiftRight(late_2.2[at_2], 22)) AS wait_2,
    arrayMax(hits_2) AS until_2
  FROM step_1
),
chained AS (
  SELECT person, wait_2, (bitTest(entry, 0)) + (until_2 > 0) AS depth,
    multiIf(until_2 > 0, until_2, bitOr(entry, 4194303) + 15099494400000) >= 14759755776000000 AS is_open
  FROM step_2
),
reached AS (
  SELECT person, wait_2, depth, is_open
  FROM chained
)
SELECT person AS person_id
FROM reached
WHERE depth >= 2;

