-- answer
WITH
touches AS (
  WITH toUInt16(multiIf(event = {b1:String} AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC'), 1, event = {b2:String}, 2, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(
      bitShiftLeft(toUInt128(toUnixTimestamp64Milli(time) + 2208988800001), 80)
      + bitShiftLeft(toUInt128(bitShiftLeft(batch, 32) + ordinal), 16) + served)) AS keys,
    argMinIf(JSONExtractString(properties, {b4:String}), (time, batch, ordinal), bitTest(served, 0)) AS by_1
  FROM events
  WHERE event IN {b8:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
    AND dictGetOrDefault('person_overrides', 'to', person_id, person_id) IN (
WITH behaviour AS (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
        count() AS did_0
    FROM events
    WHERE event = {b1:String}
    GROUP BY person
)
SELECT person AS person_id FROM behaviour WHERE ifNull(did_0 >= {b7:Float64}, 0)
)
    AND served > 0
  GROUP BY person
),
step_1 AS (
  SELECT person, by_1,
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
    arrayMap((at, steps, entry) -> if(bitTest(steps, 1) AND entry > 0 AND at - entry <= 86400000, entry, 0), times, served, entry_1) AS hits_2,
    arrayFill(hit -> hit > 0, hits_2) AS entry_2,
    arrayFill((at, hit) -> hit > 0, times, hits_2) AS latest_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    times[at_2] - (latest_1)[at_2] AS wait_2
  FROM step_1
),
reached AS (
  SELECT person, attribute_0 AS by_0, by_1 AS by_1, wait_2, 1 + (at_2 > 0) AS depth,
    [entry_1[-1], entry_2[-1]][depth] + 86400000 >= 3984802200001 AS is_open
  FROM step_2
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_0, argMax(text, at) AS attribute_0
    FROM person_attributes
    WHERE name = {b0:String}
    GROUP BY owner_of_0
  ) AS owner_0 ON person = owner_0.owner_of_0
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0, by_1) AS group_size
  FROM reached
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0, by_1) AS place
  FROM sized
)
SELECT least(place, 11) AS shown_place, if(place > 10, '', by_0) AS shown_by_0, if(place > 10, '', by_1) AS shown_by_1, countIf(depth >= 1) AS people_1, countIf(depth >= 2) AS people_2, countIf(depth = 1 AND is_open) AS pending_1, quantileExactInclusiveIf(0.5)(wait_2, depth >= 2) AS median_2
FROM placed
GROUP BY GROUPING SETS ((), (shown_place, shown_by_0, shown_by_1))
ORDER BY shown_place;

-- people
WITH
touches AS (
  WITH toUInt16(multiIf(event = {b3:String} AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC'), 1, event = {b4:String}, 2, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(
      bitShiftLeft(toUInt128(toUnixTimestamp64Milli(time) + 2208988800001), 80)
      + bitShiftLeft(toUInt128(bitShiftLeft(batch, 32) + ordinal), 16) + served)) AS keys,
    argMinIf(JSONExtractString(properties, {b6:String}), (time, batch, ordinal), bitTest(served, 0)) AS by_1
  FROM events
  WHERE event IN {b10:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b7:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b8:Int64}, 'UTC')
    AND dictGetOrDefault('person_overrides', 'to', person_id, person_id) IN (
WITH behaviour AS (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
        count() AS did_0
    FROM events
    WHERE event = {b3:String}
    GROUP BY person
)
SELECT person AS person_id FROM behaviour WHERE ifNull(did_0 >= {b9:Float64}, 0)
)
    AND served > 0
  GROUP BY person
),
step_1 AS (
  SELECT person, by_1,
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
    arrayMap((at, steps, entry) -> if(bitTest(steps, 1) AND entry > 0 AND at - entry <= 86400000, entry, 0), times, served, entry_1) AS hits_2,
    arrayFill(hit -> hit > 0, hits_2) AS entry_2,
    arrayFill((at, hit) -> hit > 0, times, hits_2) AS latest_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    times[at_2] - (latest_1)[at_2] AS wait_2
  FROM step_1
),
reached AS (
  SELECT person, attribute_0 AS by_0, by_1 AS by_1, wait_2, 1 + (at_2 > 0) AS depth,
    [entry_1[-1], entry_2[-1]][depth] + 86400000 >= 3984802200001 AS is_open
  FROM step_2
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_0, argMax(text, at) AS attribute_0
    FROM person_attributes
    WHERE name = {b2:String}
    GROUP BY owner_of_0
  ) AS owner_0 ON person = owner_0.owner_of_0
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0, by_1) AS group_size
  FROM reached
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0, by_1) AS place
  FROM sized
)
SELECT person AS person_id
FROM placed
WHERE depth >= 1
    AND by_0 = {b0:String} AND by_1 = {b1:String};

-- people
WITH
touches AS (
  WITH toUInt16(multiIf(event = {b1:String} AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC'), 1, event = {b2:String}, 2, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(
      bitShiftLeft(toUInt128(toUnixTimestamp64Milli(time) + 2208988800001), 80)
      + bitShiftLeft(toUInt128(bitShiftLeft(batch, 32) + ordinal), 16) + served)) AS keys,
    argMinIf(JSONExtractString(properties, {b4:String}), (time, batch, ordinal), bitTest(served, 0)) AS by_1
  FROM events
  WHERE event IN {b8:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
    AND dictGetOrDefault('person_overrides', 'to', person_id, person_id) IN (
WITH behaviour AS (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
        count() AS did_0
    FROM events
    WHERE event = {b1:String}
    GROUP BY person
)
SELECT person AS person_id FROM behaviour WHERE ifNull(did_0 >= {b7:Float64}, 0)
)
    AND served > 0
  GROUP BY person
),
step_1 AS (
  SELECT person, by_1,
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
    arrayMap((at, steps, entry) -> if(bitTest(steps, 1) AND entry > 0 AND at - entry <= 86400000, entry, 0), times, served, entry_1) AS hits_2,
    arrayFill(hit -> hit > 0, hits_2) AS entry_2,
    arrayFill((at, hit) -> hit > 0, times, hits_2) AS latest_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    times[at_2] - (latest_1)[at_2] AS wait_2
  FROM step_1
),
reached AS (
  SELECT person, attribute_0 AS by_0, by_1 AS by_1, wait_2, 1 + (at_2 > 0) AS depth,
    [entry_1[-1], entry_2[-1]][depth] + 86400000 >= 3984802200001 AS is_open
  FROM step_2
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_0, argMax(text, at) AS attribute_0
    FROM person_attributes
    WHERE name = {b0:String}
    GROUP BY owner_of_0
  ) AS owner_0 ON person = owner_0.owner_of_0
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0, by_1) AS group_size
  FROM reached
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0, by_1) AS place
  FROM sized
)
SELECT person AS person_id
FROM placed
WHERE depth = 1
    AND place > 10;

