-- answer
WITH
touches AS (
  WITH toUInt16(if(event = {b0:String} AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC'), 1, 0) + if(event = {b1:String}, 2, 0) + if((event = {b2:String} OR event = {b3:String} AND JSONExtractString(properties, {b4:String}) = {b5:String}), 4, 0) + if(event = {b7:String}, 8, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 24) + bitShiftLeft(arrival, 4) + served)) AS keys
  FROM events
  WHERE event IN {b10:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b8:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC')
    AND served > 0
  GROUP BY person
),
chain_1 AS (
  SELECT person, keys, arrayEnumerate(keys) AS places,
    arrayMap(key -> if(bitTest(key, 0), bitOr(key, 16777215) + 1449551462400000, toUInt64(0)), keys) AS hits_1,
    keys[arrayFirstIndex(key -> bitTest(key, 0), keys)] AS entry,
    arrayPopBack(arrayPushFront(arrayFill(place -> place > 0, arrayMap((key, place) -> if(bitAnd(key, 8) > 0, place, 0), keys, places)), toUInt32(0))) AS barred_8
  FROM touches
  WHERE arrayExists(key -> bitTest(key, 0), keys)
),
chain_2 AS (
  SELECT person, keys, places, entry, barred_8, hits_1,
    arrayPopBack(arrayPushFront(arrayFill(hit -> hit > 0, hits_1), toUInt64(0))) AS until_1,
    arrayPopBack(arrayPushFront(arrayFill((key, hit) -> hit > 0, keys, hits_1), toUInt64(0))) AS since_1,
    arrayPopBack(arrayPushFront(arrayFill((place, hit) -> hit > 0, places, hits_1), toUInt32(0))) AS place_1,
    arrayMap((key, a_until_1, a_since_1, a_place_1, a_barred_8) -> if(bitTest(key, 1) AND a_until_1 > 0 AND key <= a_until_1 AND toInt64(bitShiftRight(key, 24)) - toInt64(bitShiftRight(a_since_1, 24)) <= 3600000 AND a_barred_8 <= a_place_1, a_until_1, toUInt64(0)), keys, until_1, since_1, place_1, barred_8) AS hits_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    toInt64(bitShiftRight(keys[at_2], 24)) - toInt64(bitShiftRight(if(bitTest(keys[at_2], 1) AND until_1[at_2] > 0 AND keys[at_2] <= until_1[at_2] AND toInt64(bitShiftRight(keys[at_2], 24)) - toInt64(bitShiftRight(since_1[at_2], 24)) <= 3600000 AND barred_8[at_2] <= place_1[at_2], since_1[at_2], toUInt64(0)), 24)) AS wait_2
  FROM chain_1
),
chain_3 AS (
  SELECT person, keys, places, entry, barred_8, hits_1, hits_2, at_2, wait_2,
    arrayPopBack(arrayPushFront(arrayFill(hit -> hit > 0, hits_2), toUInt64(0))) AS until_2,
    arrayPopBack(arrayPushFront(arrayFill((key, hit) -> hit > 0, keys, hits_2), toUInt64(0))) AS since_2,
    arrayPopBack(arrayPushFront(arrayFill((place, hit) -> hit > 0, places, hits_2), toUInt32(0))) AS place_2,
    arrayPopBack(arrayPushFront(arrayFill(hit -> hit > 0, hits_1), toUInt64(0))) AS until_1,
    arrayPopBack(arrayPushFront(arrayFill((key, hit) -> hit > 0, keys, hits_1), toUInt64(0))) AS since_1,
    arrayPopBack(arrayPushFront(arrayFill((place, hit) -> hit > 0, places, hits_1), toUInt32(0))) AS place_1,
    arrayMap((key, a_until_2, a_since_2, a_place_2, a_until_1, a_since_1, a_place_1, a_barred_8) -> greatest(if(bitTest(key, 2) AND a_until_2 > 0 AND key <= a_until_2 AND a_barred_8 <= a_place_2, a_until_2, toUInt64(0)), if(bitTest(key, 2) AND a_until_1 > 0 AND key <= a_until_1 AND a_barred_8 <= a_place_1, a_until_1, toUInt64(0))), keys, until_2, since_2, place_2, until_1, since_1, place_1, barred_8) AS hits_3,
    arrayFirstIndex(hit -> hit > 0, hits_3) AS at_3,
    toInt64(bitShiftRight(keys[at_3], 24)) - toInt64(bitShiftRight(greatest(if(bitTest(keys[at_3], 2) AND until_2[at_3] > 0 AND keys[at_3] <= until_2[at_3] AND barred_8[at_3] <= place_2[at_3], since_2[at_3], toUInt64(0)), if(bitTest(keys[at_3], 2) AND until_1[at_3] > 0 AND keys[at_3] <= until_1[at_3] AND barred_8[at_3] <= place_1[at_3], since_1[at_3], toUInt64(0))), 24)) AS wait_3
  FROM chain_2
),
chained AS (
  SELECT person, entry,
    wait_2, keys[at_2] AS arrived_2, at_2 > 0 AS reach_2,
    wait_3, keys[at_3] AS arrived_3, at_3 > 0 AS reach_3,
    multiIf(at_3 > 0, 3, at_2 > 0, 2, 1) AS depth,
    multiIf(at_3 > 0, 0, at_2 > 0, hits_2[arrayLastIndex(hit -> hit > 0, hits_2)] >= 59039023104000000 AND ((arrayLastIndex(key -> bitAnd(key, 8) > 0, keys) <= arrayLastIndex(hit -> hit > 0, hits_2))), hits_1[arrayLastIndex(hit -> hit > 0, hits_1)] >= 59039023104000000 AND ((toInt64(bitShiftRight(keys[arrayLastIndex(hit -> hit > 0, hits_1)], 24)) + 3600000 >= 3519000000 AND arrayLastIndex(key -> bitAnd(key, 8) > 0, keys) <= arrayLastIndex(hit -> hit > 0, hits_1)) OR (arrayLastIndex(key -> bitAnd(key, 8) > 0, keys) <= arrayLastIndex(hit -> hit > 0, hits_1)))) AS is_open
  FROM chain_3
),
reached AS (
  SELECT person, wait_2, wait_3, depth, is_open, reach_2, reach_3, toMonday(fromUnixTimestamp64Milli(toInt64(bitShiftRight(entry, 24)) + 1772294400000, 'UTC'), 'Asia/Shanghai') AS entered_in
  FROM chained
)
SELECT 0 AS shown_place, entered_in AS entered, countIf(depth >= 1) AS people_1, countIf(reach_2) AS people_2, countIf(reach_3) AS people_3, countIf(depth = 1 AND is_open) AS pending_1, countIf(depth = 2 AND is_open) AS pending_2, countIf((depth >= 1 AND NOT reach_2) AND NOT (is_open AND depth < 3)) AS lost_2, countIf((depth >= 1 AND NOT reach_3) AND NOT (is_open AND depth < 3)) AS lost_3, quantilesExactInclusiveIf(0.25, 0.5, 0.75, 0.9)(wait_2, reach_2) AS median_2, quantilesExactInclusiveIf(0.25, 0.5, 0.75, 0.9)(wait_3, reach_3) AS median_3, sumMapIf([roundDown(wait_2, CAST([0, 10000, 30000, 60000, 120000, 300000, 900000, 1800000, 3600000, 10800000, 21600000, 43200000, 86400000, 172800000, 259200000, 604800000, 1209600000, 2592000000, 7776000000, 15552000000], 'Array(Int64)'))], [toUInt64(1)], reach_2) AS bins_2, sumMapIf([roundDown(wait_3, CAST([0, 10000, 30000, 60000, 120000, 300000, 900000, 1800000, 3600000, 10800000, 21600000, 43200000, 86400000, 172800000, 259200000, 604800000, 1209600000, 2592000000, 7776000000, 15552000000], 'Array(Int64)'))], [toUInt64(1)], reach_3) AS bins_3
FROM reached
GROUP BY GROUPING SETS ((), (entered))
ORDER BY 1, entered;

-- people
WITH
touches AS (
  WITH toUInt16(if(event = {b0:String} AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC'), 1, 0) + if(event = {b1:String}, 2, 0) + if((event = {b2:String} OR event = {b3:String} AND JSONExtractString(properties, {b4:String}) = {b5:String}), 4, 0) + if(event = {b7:String}, 8, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 24) + bitShiftLeft(arrival, 4) + served)) AS keys
  FROM events
  WHERE event IN {b10:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b8:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC')
    AND served > 0
  GROUP BY person
),
chain_1 AS (
  SELECT person, keys, arrayEnumerate(keys) AS places,
    arrayMap(key -> if(bitTest(key, 0), bitOr(key, 16777215) + 1449551462400000, toUInt64(0)), keys) AS hits_1,
    keys[arrayFirstIndex(key -> bitTest(key, 0), keys)] AS entry,
    arrayPopBack(arrayPushFront(arrayFill(place -> place > 0, arrayMap((key, place) -> if(bitAnd(key, 8) > 0, place, 0), keys, places)), toUInt32(0))) AS barred_8
  FROM touches
  WHERE arrayExists(key -> bitTest(key, 0), keys)
),
chain_2 AS (
  SELECT person, keys, places, entry, barred_8, hits_1,
    arrayPopBack(arrayPushFront(arrayFill(hit -> hit > 0, hits_1), toUInt64(0))) AS until_1,
    arrayPopBack(arrayPushFront(arrayFill((key, hit) -> hit > 0, keys, hits_1), toUInt64(0))) AS since_1,
    arrayPopBack(arrayPushFront(arrayFill((place, hit) -> hit > 0, places, hits_1), toUInt32(0))) AS place_1,
    arrayMap((key, a_until_1, a_since_1, a_place_1, a_barred_8) -> if(bitTest(key, 1) AND a_until_1 > 0 AND key <= a_until_1 AND toInt64(bitShiftRight(key, 24)) - toInt64(bitShiftRight(a_since_1, 24)) <= 3600000 AND a_barred_8 <= a_place_1, a_until_1, toUInt64(0)), keys, until_1, since_1, place_1, barred_8) AS hits_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    toInt64(bitShiftRight(keys[at_2], 24)) - toInt64(bitShiftRight(if(bitTest(keys[at_2], 1) AND until_1[at_2] > 0 AND keys[at_2] <= until_1[at_2] AND toInt64(bitShiftRight(keys[at_2], 24)) - toInt64(bitShiftRight(since_1[at_2], 24)) <= 3600000 AND barred_8[at_2] <= place_1[at_2], since_1[at_2], toUInt64(0)), 24)) AS wait_2
  FROM chain_1
),
chain_3 AS (
  SELECT person, keys, places, entry, barred_8, hits_1, hits_2, at_2, wait_2,
    arrayPopBack(arrayPushFront(arrayFill(hit -> hit > 0, hits_2), toUInt64(0))) AS until_2,
    arrayPopBack(arrayPushFront(arrayFill((key, hit) -> hit > 0, keys, hits_2), toUInt64(0))) AS since_2,
    arrayPopBack(arrayPushFront(arrayFill((place, hit) -> hit > 0, places, hits_2), toUInt32(0))) AS place_2,
    arrayPopBack(arrayPushFront(arrayFill(hit -> hit > 0, hits_1), toUInt64(0))) AS until_1,
    arrayPopBack(arrayPushFront(arrayFill((key, hit) -> hit > 0, keys, hits_1), toUInt64(0))) AS since_1,
    arrayPopBack(arrayPushFront(arrayFill((place, hit) -> hit > 0, places, hits_1), toUInt32(0))) AS place_1,
    arrayMap((key, a_until_2, a_since_2, a_place_2, a_until_1, a_since_1, a_place_1, a_barred_8) -> greatest(if(bitTest(key, 2) AND a_until_2 > 0 AND key <= a_until_2 AND a_barred_8 <= a_place_2, a_until_2, toUInt64(0)), if(bitTest(key, 2) AND a_until_1 > 0 AND key <= a_until_1 AND a_barred_8 <= a_place_1, a_until_1, toUInt64(0))), keys, until_2, since_2, place_2, until_1, since_1, place_1, barred_8) AS hits_3,
    arrayFirstIndex(hit -> hit > 0, hits_3) AS at_3,
    toInt64(bitShiftRight(keys[at_3], 24)) - toInt64(bitShiftRight(greatest(if(bitTest(keys[at_3], 2) AND until_2[at_3] > 0 AND keys[at_3] <= until_2[at_3] AND barred_8[at_3] <= place_2[at_3], since_2[at_3], toUInt64(0)), if(bitTest(keys[at_3], 2) AND until_1[at_3] > 0 AND keys[at_3] <= until_1[at_3] AND barred_8[at_3] <= place_1[at_3], since_1[at_3], toUInt64(0))), 24)) AS wait_3
  FROM chain_2
),
chained AS (
  SELECT person, entry,
    wait_2, keys[at_2] AS arrived_2, at_2 > 0 AS reach_2,
    wait_3, keys[at_3] AS arrived_3, at_3 > 0 AS reach_3,
    multiIf(at_3 > 0, 3, at_2 > 0, 2, 1) AS depth,
    multiIf(at_3 > 0, 0, at_2 > 0, hits_2[arrayLastIndex(hit -> hit > 0, hits_2)] >= 59039023104000000 AND ((arrayLastIndex(key -> bitAnd(key, 8) > 0, keys) <= arrayLastIndex(hit -> hit > 0, hits_2))), hits_1[arrayLastIndex(hit -> hit > 0, hits_1)] >= 59039023104000000 AND ((toInt64(bitShiftRight(keys[arrayLastIndex(hit -> hit > 0, hits_1)], 24)) + 3600000 >= 3519000000 AND arrayLastIndex(key -> bitAnd(key, 8) > 0, keys) <= arrayLastIndex(hit -> hit > 0, hits_1)) OR (arrayLastIndex(key -> bitAnd(key, 8) > 0, keys) <= arrayLastIndex(hit -> hit > 0, hits_1)))) AS is_open
  FROM chain_3
),
reached AS (
  SELECT person, wait_2, wait_3, depth, is_open, reach_2, reach_3, toMonday(fromUnixTimestamp64Milli(toInt64(bitShiftRight(entry, 24)) + 1772294400000, 'UTC'), 'Asia/Shanghai') AS entered_in
  FROM chained
)
SELECT person AS person_id
FROM reached
WHERE depth >= 1 AND NOT reach_2;

-- people
WITH
touches AS (
  WITH toUInt16(if(event = {b1:String} AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC'), 1, 0) + if(event = {b2:String}, 2, 0) + if((event = {b3:String} OR event = {b4:String} AND JSONExtractString(properties, {b5:String}) = {b6:String}), 4, 0) + if(event = {b8:String}, 8, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 24) + bitShiftLeft(arrival, 4) + served)) AS keys
  FROM events
  WHERE event IN {b11:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b9:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b10:Int64}, 'UTC')
    AND served > 0
  GROUP BY person
),
chain_1 AS (
  SELECT person, keys, arrayEnumerate(keys) AS places,
    arrayMap(key -> if(bitTest(key, 0), bitOr(key, 16777215) + 1449551462400000, toUInt64(0)), keys) AS hits_1,
    keys[arrayFirstIndex(key -> bitTest(key, 0), keys)] AS entry,
    arrayPopBack(arrayPushFront(arrayFill(place -> place > 0, arrayMap((key, place) -> if(bitAnd(key, 8) > 0, place, 0), keys, places)), toUInt32(0))) AS barred_8
  FROM touches
  WHERE arrayExists(key -> bitTest(key, 0), keys)
),
chain_2 AS (
  SELECT person, keys, places, entry, barred_8, hits_1,
    arrayPopBack(arrayPushFront(arrayFill(hit -> hit > 0, hits_1), toUInt64(0))) AS until_1,
    arrayPopBack(arrayPushFront(arrayFill((key, hit) -> hit > 0, keys, hits_1), toUInt64(0))) AS since_1,
    arrayPopBack(arrayPushFront(arrayFill((place, hit) -> hit > 0, places, hits_1), toUInt32(0))) AS place_1,
    arrayMap((key, a_until_1, a_since_1, a_place_1, a_barred_8) -> if(bitTest(key, 1) AND a_until_1 > 0 AND key <= a_until_1 AND toInt64(bitShiftRight(key, 24)) - toInt64(bitShiftRight(a_since_1, 24)) <= 3600000 AND a_barred_8 <= a_place_1, a_until_1, toUInt64(0)), keys, until_1, since_1, place_1, barred_8) AS hits_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    toInt64(bitShiftRight(keys[at_2], 24)) - toInt64(bitShiftRight(if(bitTest(keys[at_2], 1) AND until_1[at_2] > 0 AND keys[at_2] <= until_1[at_2] AND toInt64(bitShiftRight(keys[at_2], 24)) - toInt64(bitShiftRight(since_1[at_2], 24)) <= 3600000 AND barred_8[at_2] <= place_1[at_2], since_1[at_2], toUInt64(0)), 24)) AS wait_2
  FROM chain_1
),
chain_3 AS (
  SELECT person, keys, places, entry, barred_8, hits_1, hits_2, at_2, wait_2,
    arrayPopBack(arrayPushFront(arrayFill(hit -> hit > 0, hits_2), toUInt64(0))) AS until_2,
    arrayPopBack(arrayPushFront(arrayFill((key, hit) -> hit > 0, keys, hits_2), toUInt64(0))) AS since_2,
    arrayPopBack(arrayPushFront(arrayFill((place, hit) -> hit > 0, places, hits_2), toUInt32(0))) AS place_2,
    arrayPopBack(arrayPushFront(arrayFill(hit -> hit > 0, hits_1), toUInt64(0))) AS until_1,
    arrayPopBack(arrayPushFront(arrayFill((key, hit) -> hit > 0, keys, hits_1), toUInt64(0))) AS since_1,
    arrayPopBack(arrayPushFront(arrayFill((place, hit) -> hit > 0, places, hits_1), toUInt32(0))) AS place_1,
    arrayMap((key, a_until_2, a_since_2, a_place_2, a_until_1, a_since_1, a_place_1, a_barred_8) -> greatest(if(bitTest(key, 2) AND a_until_2 > 0 AND key <= a_until_2 AND a_barred_8 <= a_place_2, a_until_2, toUInt64(0)), if(bitTest(key, 2) AND a_until_1 > 0 AND key <= a_until_1 AND a_barred_8 <= a_place_1, a_until_1, toUInt64(0))), keys, until_2, since_2, place_2, until_1, since_1, place_1, barred_8) AS hits_3,
    arrayFirstIndex(hit -> hit > 0, hits_3) AS at_3,
    toInt64(bitShiftRight(keys[at_3], 24)) - toInt64(bitShiftRight(greatest(if(bitTest(keys[at_3], 2) AND until_2[at_3] > 0 AND keys[at_3] <= until_2[at_3] AND barred_8[at_3] <= place_2[at_3], since_2[at_3], toUInt64(0)), if(bitTest(keys[at_3], 2) AND until_1[at_3] > 0 AND keys[at_3] <= until_1[at_3] AND barred_8[at_3] <= place_1[at_3], since_1[at_3], toUInt64(0))), 24)) AS wait_3
  FROM chain_2
),
chained AS (
  SELECT person, entry,
    wait_2, keys[at_2] AS arrived_2, at_2 > 0 AS reach_2,
    wait_3, keys[at_3] AS arrived_3, at_3 > 0 AS reach_3,
    multiIf(at_3 > 0, 3, at_2 > 0, 2, 1) AS depth,
    multiIf(at_3 > 0, 0, at_2 > 0, hits_2[arrayLastIndex(hit -> hit > 0, hits_2)] >= 59039023104000000 AND ((arrayLastIndex(key -> bitAnd(key, 8) > 0, keys) <= arrayLastIndex(hit -> hit > 0, hits_2))), hits_1[arrayLastIndex(hit -> hit > 0, hits_1)] >= 59039023104000000 AND ((toInt64(bitShiftRight(keys[arrayLastIndex(hit -> hit > 0, hits_1)], 24)) + 3600000 >= 3519000000 AND arrayLastIndex(key -> bitAnd(key, 8) > 0, keys) <= arrayLastIndex(hit -> hit > 0, hits_1)) OR (arrayLastIndex(key -> bitAnd(key, 8) > 0, keys) <= arrayLastIndex(hit -> hit > 0, hits_1)))) AS is_open
  FROM chain_3
),
reached AS (
  SELECT person, wait_2, wait_3, depth, is_open, reach_2, reach_3, toMonday(fromUnixTimestamp64Milli(toInt64(bitShiftRight(entry, 24)) + 1772294400000, 'UTC'), 'Asia/Shanghai') AS entered_in
  FROM chained
)
SELECT person AS person_id
FROM reached
WHERE reach_3
    AND entered_in = {b0:Date};

