-- answer
WITH
touches AS (
  WITH toUInt16(if(event = {b0:String} AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC'), 1, 0) + if(event = {b1:String}, 2, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served)) AS keys
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
chain_1 AS (
  SELECT person, keys, arrayEnumerate(keys) AS places,
    arrayMap(key -> if(bitTest(key, 0), bitOr(key, 4194303) + 362387865600000, toUInt64(0)), keys) AS hits_1,
    keys[arrayFirstIndex(key -> bitTest(key, 0), keys)] AS entry
  FROM touches
  WHERE arrayExists(key -> bitTest(key, 0), keys)
),
chain_2 AS (
  SELECT person, keys, places, entry, hits_1,
    arrayPopBack(arrayPushFront(hits_1, toUInt64(0))) AS until_1,
    arrayPopBack(arrayPushFront(keys, toUInt64(0))) AS since_1,
    arrayPopBack(arrayPushFront(places, toUInt32(0))) AS place_1,
    arrayMap((key, a_until_1, a_since_1, a_place_1) -> if(bitTest(key, 1) AND a_until_1 > 0 AND key <= a_until_1, a_until_1, toUInt64(0)), keys, until_1, since_1, place_1) AS hits_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    toInt64(bitShiftRight(keys[at_2], 22)) - toInt64(bitShiftRight(if(bitTest(keys[at_2], 1) AND until_1[at_2] > 0 AND keys[at_2] <= until_1[at_2], since_1[at_2], toUInt64(0)), 22)) AS wait_2
  FROM chain_1
),
chained AS (
  SELECT person, entry,
    wait_2, keys[at_2] AS arrived_2, at_2 > 0 AS reach_2,
    multiIf(at_2 > 0, 2, 1) AS depth,
    multiIf(at_2 > 0, 0, hits_1[arrayLastIndex(hit -> hit > 0, hits_1)] >= 14759755776000000 AND (1) AND arrayLastIndex(hit -> hit > 0, hits_1) = length(keys)) AS is_open
  FROM chain_2
),
reached AS (
  SELECT person, wait_2, depth, is_open, toDate(fromUnixTimestamp64Milli(toInt64(bitShiftRight(entry, 22)) + 1772294400000, 'UTC'), 'Asia/Shanghai') AS entered_in
  FROM chained
)
SELECT 0 AS shown_place, entered_in AS entered, countIf(depth >= 1) AS people_1, countIf(depth >= 2) AS people_2, countIf(depth = 1 AND is_open) AS pending_1, quantileExactInclusiveIf(0.5)(wait_2, depth >= 2) AS median_2
FROM reached
GROUP BY GROUPING SETS ((), (entered))
ORDER BY 1, entered;

-- people
WITH
touches AS (
  WITH toUInt16(if(event = {b0:String} AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC'), 1, 0) + if(event = {b1:String}, 2, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served)) AS keys
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
chain_1 AS (
  SELECT person, keys, arrayEnumerate(keys) AS places,
    arrayMap(key -> if(bitTest(key, 0), bitOr(key, 4194303) + 362387865600000, toUInt64(0)), keys) AS hits_1,
    keys[arrayFirstIndex(key -> bitTest(key, 0), keys)] AS entry
  FROM touches
  WHERE arrayExists(key -> bitTest(key, 0), keys)
),
chain_2 AS (
  SELECT person, keys, places, entry, hits_1,
    arrayPopBack(arrayPushFront(hits_1, toUInt64(0))) AS until_1,
    arrayPopBack(arrayPushFront(keys, toUInt64(0))) AS since_1,
    arrayPopBack(arrayPushFront(places, toUInt32(0))) AS place_1,
    arrayMap((key, a_until_1, a_since_1, a_place_1) -> if(bitTest(key, 1) AND a_until_1 > 0 AND key <= a_until_1, a_until_1, toUInt64(0)), keys, until_1, since_1, place_1) AS hits_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    toInt64(bitShiftRight(keys[at_2], 22)) - toInt64(bitShiftRight(if(bitTest(keys[at_2], 1) AND until_1[at_2] > 0 AND keys[at_2] <= until_1[at_2], since_1[at_2], toUInt64(0)), 22)) AS wait_2
  FROM chain_1
),
chained AS (
  SELECT person, entry,
    wait_2, keys[at_2] AS arrived_2, at_2 > 0 AS reach_2,
    multiIf(at_2 > 0, 2, 1) AS depth,
    multiIf(at_2 > 0, 0, hits_1[arrayLastIndex(hit -> hit > 0, hits_1)] >= 14759755776000000 AND (1) AND arrayLastIndex(hit -> hit > 0, hits_1) = length(keys)) AS is_open
  FROM chain_2
),
reached AS (
  SELECT person, wait_2, depth, is_open, toDate(fromUnixTimestamp64Milli(toInt64(bitShiftRight(entry, 22)) + 1772294400000, 'UTC'), 'Asia/Shanghai') AS entered_in
  FROM chained
)
SELECT person AS person_id
FROM reached
WHERE depth = 1
    AND depth < 2
    AND is_open;

