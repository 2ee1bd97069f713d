-- answer
WITH
touches AS (
  WITH toUInt16(multiIf(event = {b0:String} AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC'), 1, event IN {b1:Array(String)} AND JSONExtractString(properties, {b2:String}) = {b3:String}, 2, event = {b4:String}, 4, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(
      bitShiftLeft(toUInt128(toUnixTimestamp64Milli(time) + 2208988800001), 80)
      + bitShiftLeft(toUInt128(bitShiftLeft(batch, 32) + ordinal), 16) + served)) AS keys
  FROM events
  WHERE event IN {b8:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
    AND served > 0
  GROUP BY person
),
step_1 AS (
  SELECT person,
    arraySlice(keys, arrayFirstIndex(key -> bitTest(toUInt16(key), 0), keys)) AS from_start,
    arrayMap(key -> toInt64(bitShiftRight(key, 80)), from_start) AS times,
    arrayMap(key -> toUInt16(key), from_start) AS served,
    arrayFill((at, steps) -> bitTest(steps, 0), times, served) AS entry_1,
    entry_1 AS latest_1
  FROM touches
  WHERE arrayExists(key -> bitTest(toUInt16(key), 0), keys)
),
step_2 AS (
  SELECT *,
    arrayMap((at, steps, entry) -> if(bitTest(steps, 1) AND entry > 0 AND at - entry <= 604800000, entry, 0), times, served, entry_1) AS hits_2,
    arrayFill(hit -> hit > 0, hits_2) AS entry_2,
    arrayFill((at, hit) -> hit > 0, times, hits_2) AS latest_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    times[at_2] - (latest_1)[at_2] AS wait_2
  FROM step_1
),
step_3 AS (
  SELECT *,
    arrayMap((at, steps, entry) -> if(bitTest(steps, 2) AND entry > 0 AND at - entry <= 604800000, entry, 0), times, served, entry_2) AS hits_3,
    arrayFill(hit -> hit > 0, hits_3) AS entry_3,
    arrayFill((at, hit) -> hit > 0, times, hits_3) AS latest_3,
    arrayFirstIndex(hit -> hit > 0, hits_3) AS at_3,
    times[at_3] - (latest_2)[at_3] AS wait_3
  FROM step_2
),
reached AS (
  SELECT person, wait_2, wait_3, 1 + (at_2 > 0) + (at_3 > 0) AS depth,
    [entry_1[-1], entry_2[-1], entry_3[-1]][depth] + 604800000 >= 3984802200001 AS is_open
  FROM step_3
)
SELECT countIf(depth >= 1) AS people_1, countIf(depth >= 2) AS people_2, countIf(depth >= 3) AS people_3, countIf(depth = 1 AND is_open) AS pending_1, countIf(depth = 2 AND is_open) AS pending_2, quantileExactInclusiveIf(0.5)(wait_2, depth >= 2) AS median_2, quantileExactInclusiveIf(0.5)(wait_3, depth >= 3) AS median_3
FROM reached;

-- people
WITH
touches AS (
  WITH toUInt16(multiIf(event = {b0:String} AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC'), 1, event IN {b1:Array(String)} AND JSONExtractString(properties, {b2:String}) = {b3:String}, 2, event = {b4:String}, 4, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(
      bitShiftLeft(toUInt128(toUnixTimestamp64Milli(time) + 2208988800001), 80)
      + bitShiftLeft(toUInt128(bitShiftLeft(batch, 32) + ordinal), 16) + served)) AS keys
  FROM events
  WHERE event IN {b8:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
    AND served > 0
  GROUP BY person
),
step_1 AS (
  SELECT person,
    arraySlice(keys, arrayFirstIndex(key -> bitTest(toUInt16(key), 0), keys)) AS from_start,
    arrayMap(key -> toInt64(bitShiftRight(key, 80)), from_start) AS times,
    arrayMap(key -> toUInt16(key), from_start) AS served,
    arrayFill((at, steps) -> bitTest(steps, 0), times, served) AS entry_1,
    entry_1 AS latest_1
  FROM touches
  WHERE arrayExists(key -> bitTest(toUInt16(key), 0), keys)
),
step_2 AS (
  SELECT *,
    arrayMap((at, steps, entry) -> if(bitTest(steps, 1) AND entry > 0 AND at - entry <= 604800000, entry, 0), times, served, entry_1) AS hits_2,
    arrayFill(hit -> hit > 0, hits_2) AS entry_2,
    arrayFill((at, hit) -> hit > 0, times, hits_2) AS latest_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    times[at_2] - (latest_1)[at_2] AS wait_2
  FROM step_1
),
step_3 AS (
  SELECT *,
    arrayMap((at, steps, entry) -> if(bitTest(steps, 2) AND entry > 0 AND at - entry <= 604800000, entry, 0), times, served, entry_2) AS hits_3,
    arrayFill(hit -> hit > 0, hits_3) AS entry_3,
    arrayFill((at, hit) -> hit > 0, times, hits_3) AS latest_3,
    arrayFirstIndex(hit -> hit > 0, hits_3) AS at_3,
    times[at_3] - (latest_2)[at_3] AS wait_3
  FROM step_2
),
reached AS (
  SELECT person, wait_2, wait_3, 1 + (at_2 > 0) + (at_3 > 0) AS depth,
    [entry_1[-1], entry_2[-1], entry_3[-1]][depth] + 604800000 >= 3984802200001 AS is_open
  FROM step_3
)
SELECT person AS person_id
FROM reached
WHERE depth >= 1;

-- people
WITH
touches AS (
  WITH toUInt16(multiIf(event = {b0:String} AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC'), 1, event IN {b1:Array(String)} AND JSONExtractString(properties, {b2:String}) = {b3:String}, 2, event = {b4:String}, 4, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(
      bitShiftLeft(toUInt128(toUnixTimestamp64Milli(time) + 2208988800001), 80)
      + bitShiftLeft(toUInt128(bitShiftLeft(batch, 32) + ordinal), 16) + served)) AS keys
  FROM events
  WHERE event IN {b8:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
    AND served > 0
  GROUP BY person
),
step_1 AS (
  SELECT person,
    arraySlice(keys, arrayFirstIndex(key -> bitTest(toUInt16(key), 0), keys)) AS from_start,
    arrayMap(key -> toInt64(bitShiftRight(key, 80)), from_start) AS times,
    arrayMap(key -> toUInt16(key), from_start) AS served,
    arrayFill((at, steps) -> bitTest(steps, 0), times, served) AS entry_1,
    entry_1 AS latest_1
  FROM touches
  WHERE arrayExists(key -> bitTest(toUInt16(key), 0), keys)
),
step_2 AS (
  SELECT *,
    arrayMap((at, steps, entry) -> if(bitTest(steps, 1) AND entry > 0 AND at - entry <= 604800000, entry, 0), times, served, entry_1) AS hits_2,
    arrayFill(hit -> hit > 0, hits_2) AS entry_2,
    arrayFill((at, hit) -> hit > 0, times, hits_2) AS latest_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    times[at_2] - (latest_1)[at_2] AS wait_2
  FROM step_1
),
step_3 AS (
  SELECT *,
    arrayMap((at, steps, entry) -> if(bitTest(steps, 2) AND entry > 0 AND at - entry <= 604800000, entry, 0), times, served, entry_2) AS hits_3,
    arrayFill(hit -> hit > 0, hits_3) AS entry_3,
    arrayFill((at, hit) -> hit > 0, times, hits_3) AS latest_3,
    arrayFirstIndex(hit -> hit > 0, hits_3) AS at_3,
    times[at_3] - (latest_2)[at_3] AS wait_3
  FROM step_2
),
reached AS (
  SELECT person, wait_2, wait_3, 1 + (at_2 > 0) + (at_3 > 0) AS depth,
    [entry_1[-1], entry_2[-1], entry_3[-1]][depth] + 604800000 >= 3984802200001 AS is_open
  FROM step_3
)
SELECT person AS person_id
FROM reached
WHERE depth = 2;

