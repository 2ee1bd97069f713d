-- answer
WITH
touches AS (
  WITH toUInt16(multiIf(event = {b0:String} AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC'), 1, event = {b1:String}, 2, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served)) AS keys,
    argMinIf(JSONExtractString(properties, {b6:String}), bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), bitAnd(served, 3) = 1) AS by_1
  FROM events
  WHERE event IN {b5:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
    AND dictGetOrDefault('person_overrides', 'to', person_id, person_id) IN (
SELECT person AS person_id FROM (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person FROM (SELECT arrayJoin(bitmapToArray(groupBitmapMergeState(people))) AS person_id FROM event_people_daily WHERE event = {b0:String}) GROUP BY person
)
)
  GROUP BY person
),
step_1 AS (
  SELECT person, by_1, keys AS keys_1, arrayFill(key -> bitAnd(key, 3) = 1, keys) AS entries,
    entries[-1] AS entry
  FROM touches
),
step_2 AS (
  SELECT person, by_1, entry,
    arrayFilter(late -> bitAnd(late.1, 3) >= 2 AND bitAnd(late.2, 3) = 1 AND late.1 <= bitOr(late.2, 4194303) + 362387865600000, arrayZip(keys_1, entries)) AS late_2,
    late_2.1 AS keys_2,
    arrayMap(late -> if(bitAnd(late.1, 3) = 2, bitOr(late.2, 4194303) + 362387865600000, toUInt64(0)), late_2) AS hits_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    toInt64(bitShiftRight(keys_2[at_2], 22)) - toInt64(bitShiftRight(late_2.2[at_2], 22)) AS wait_2,
    arrayMax(hits_2) AS until_2
  FROM step_1
),
chained AS (
  SELECT person, by_1, wait_2, (bitAnd(entry, 3) = 1) + (until_2 > 0) AS depth,
    multiIf(until_2 > 0, until_2, bitOr(entry, 4194303) + 362387865600000) >= 14759755776000000 AS is_open
  FROM step_2
  WHERE bitAnd(entry, 3) = 1
),
reached AS (
  SELECT person, attribute_0 AS by_0, by_1 AS by_1, wait_2, depth, is_open
  FROM chained
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_0, argMax(text, at) AS attribute_0
    FROM person_attributes
    WHERE name = {b7:String}
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
SELECT least(place, 11) AS shown_place, if(place > 10, '', by_0) AS shown_by_0, if(place > 10, '', by_1) AS shown_by_1, toDate(0) AS entered, countIf(depth >= 1) AS people_1, countIf(depth >= 2) AS people_2, countIf(depth = 1 AND is_open) AS pending_1, quantileExactInclusiveIf(0.5)(wait_2, depth >= 2) AS median_2
FROM placed
GROUP BY GROUPING SETS ((), (shown_place, shown_by_0, shown_by_1))
ORDER BY 1, entered;

-- people
WITH
touches AS (
  WITH toUInt16(multiIf(event = {b2:String} AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC'), 1, event = {b3:String}, 2, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served)) AS keys,
    argMinIf(JSONExtractString(properties, {b8:String}), bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), bitAnd(served, 3) = 1) AS by_1
  FROM events
  WHERE event IN {b7:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
    AND dictGetOrDefault('person_overrides', 'to', person_id, person_id) IN (
SELECT person AS person_id FROM (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person FROM (SELECT arrayJoin(bitmapToArray(groupBitmapMergeState(people))) AS person_id FROM event_people_daily WHERE event = {b2:String}) GROUP BY person
)
)
  GROUP BY person
),
step_1 AS (
  SELECT person, by_1, keys AS keys_1, arrayFill(key -> bitAnd(key, 3) = 1, keys) AS entries,
    entries[-1] AS entry
  FROM touches
),
step_2 AS (
  SELECT person, by_1, entry,
    arrayFilter(late -> bitAnd(late.1, 3) >= 2 AND bitAnd(late.2, 3) = 1 AND late.1 <= bitOr(late.2, 4194303) + 362387865600000, arrayZip(keys_1, entries)) AS late_2,
    late_2.1 AS keys_2,
    arrayMap(late -> if(bitAnd(late.1, 3) = 2, bitOr(late.2, 4194303) + 362387865600000, toUInt64(0)), late_2) AS hits_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    toInt64(bitShiftRight(keys_2[at_2], 22)) - toInt64(bitShiftRight(late_2.2[at_2], 22)) AS wait_2,
    arrayMax(hits_2) AS until_2
  FROM step_1
),
chained AS (
  SELECT person, by_1, wait_2, (bitAnd(entry, 3) = 1) + (until_2 > 0) AS depth,
    multiIf(until_2 > 0, until_2, bitOr(entry, 4194303) + 362387865600000) >= 14759755776000000 AS is_open
  FROM step_2
  WHERE bitAnd(entry, 3) = 1
),
reached AS (
  SELECT person, attribute_0 AS by_0, by_1 AS by_1, wait_2, depth, is_open
  FROM chained
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_0, argMax(text, at) AS attribute_0
    FROM person_attributes
    WHERE name = {b9:String}
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
  WITH toUInt16(multiIf(event = {b0:String} AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC'), 1, event = {b1:String}, 2, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served)) AS keys,
    argMinIf(JSONExtractString(properties, {b6:String}), bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), bitAnd(served, 3) = 1) AS by_1
  FROM events
  WHERE event IN {b5:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
    AND dictGetOrDefault('person_overrides', 'to', person_id, person_id) IN (
SELECT person AS person_id FROM (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person FROM (SELECT arrayJoin(bitmapToArray(groupBitmapMergeState(people))) AS person_id FROM event_people_daily WHERE event = {b0:String}) GROUP BY person
)
)
  GROUP BY person
),
step_1 AS (
  SELECT person, by_1, keys AS keys_1, arrayFill(key -> bitAnd(key, 3) = 1, keys) AS entries,
    entries[-1] AS entry
  FROM touches
),
step_2 AS (
  SELECT person, by_1, entry,
    arrayFilter(late -> bitAnd(late.1, 3) >= 2 AND bitAnd(late.2, 3) = 1 AND late.1 <= bitOr(late.2, 4194303) + 362387865600000, arrayZip(keys_1, entries)) AS late_2,
    late_2.1 AS keys_2,
    arrayMap(late -> if(bitAnd(late.1, 3) = 2, bitOr(late.2, 4194303) + 362387865600000, toUInt64(0)), late_2) AS hits_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    toInt64(bitShiftRight(keys_2[at_2], 22)) - toInt64(bitShiftRight(late_2.2[at_2], 22)) AS wait_2,
    arrayMax(hits_2) AS until_2
  FROM step_1
),
chained AS (
  SELECT person, by_1, wait_2, (bitAnd(entry, 3) = 1) + (until_2 > 0) AS depth,
    multiIf(until_2 > 0, until_2, bitOr(entry, 4194303) + 362387865600000) >= 14759755776000000 AS is_open
  FROM step_2
  WHERE bitAnd(entry, 3) = 1
),
reached AS (
  SELECT person, attribute_0 AS by_0, by_1 AS by_1, wait_2, depth, is_open
  FROM chained
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_0, argMax(text, at) AS attribute_0
    FROM person_attributes
    WHERE name = {b7:String}
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

