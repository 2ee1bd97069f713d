-- answer
WITH
touches AS (
  WITH toUInt16(if(event = {b0:String} AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC'), 1, 0) + if(event = {b1:String}, 2, 0) + if(event = {b2:String}, 4, 0) + if(event = {b4:String}, 8, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, JSONExtractString(properties, {b8:String}) AS held,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 24) + bitShiftLeft(arrival, 4) + served)) AS keys
  FROM events
  WHERE event IN {b7:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
    AND held != ''
  GROUP BY person, held
),
chain_1 AS (
  SELECT person, held, keys, arrayEnumerate(keys) AS places,
    arrayMap(key -> if(bitTest(key, 0), bitOr(key, 16777215) + 1449551462400000, toUInt64(0)), keys) AS hits_1,
    keys[arrayFirstIndex(key -> bitTest(key, 0), keys)] AS entry,
    arrayPopBack(arrayPushFront(arrayFill(place -> place > 0, arrayMap((key, place) -> if(bitAnd(key, 8) > 0, place, 0), keys, places)), toUInt32(0))) AS barred_8
  FROM touches
  WHERE arrayExists(key -> bitTest(key, 0), keys)
),
chain_2 AS (
  SELECT person, held, keys, places, entry, barred_8, hits_1,
    arrayFilter((each, was) -> was.2 > 0, arrayFill(each -> each.2 = 0, arraySort(arrayConcat(arrayFilter(each -> each.3 > 0, arrayMap((key, place, hit) -> (toInt64(bitShiftRight(key, 24)) + 3600000, toUInt32(0), hit, key, place), keys, places, hits_1)), arrayMap((key, place) -> (toInt64(bitShiftRight(key, 24)), place, toUInt64(0), toUInt64(0), toUInt32(0)), keys, places)))), arraySort(arrayConcat(arrayFilter(each -> each.3 > 0, arrayMap((key, place, hit) -> (toInt64(bitShiftRight(key, 24)) + 3600000, toUInt32(0), hit, key, place), keys, places, hits_1)), arrayMap((key, place) -> (toInt64(bitShiftRight(key, 24)), place, toUInt64(0), toUInt64(0), toUInt32(0)), keys, places)))) AS ripe_1,
    arrayMap(each -> each.3, ripe_1) AS until_1,
    arrayMap(each -> each.4, ripe_1) AS since_1,
    arrayMap(each -> each.5, ripe_1) AS place_1,
    arrayMap((key, a_until_1, a_since_1, a_place_1) -> if(bitTest(key, 1) AND a_until_1 > 0 AND key <= a_until_1, a_until_1, toUInt64(0)), keys, until_1, since_1, place_1) AS hits_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    toInt64(bitShiftRight(keys[at_2], 24)) - toInt64(bitShiftRight(if(bitTest(keys[at_2], 1) AND until_1[at_2] > 0 AND keys[at_2] <= until_1[at_2], since_1[at_2], toUInt64(0)), 24)) AS wait_2
  FROM chain_1
),
chain_3 AS (
  SELECT person, held, keys, places, entry, barred_8, hits_1, hits_2, at_2, wait_2,
    arrayPopBack(arrayPushFront(arrayFill(hit -> hit > 0, hits_2), toUInt64(0))) AS until_2,
    arrayPopBack(arrayPushFront(arrayFill((key, hit) -> hit > 0, keys, hits_2), toUInt64(0))) AS since_2,
    arrayPopBack(arrayPushFront(arrayFill((place, hit) -> hit > 0, places, hits_2), toUInt32(0))) AS place_2,
    arrayMap((key, a_until_2, a_since_2, a_place_2, a_barred_8) -> if(bitTest(key, 2) AND a_until_2 > 0 AND key <= a_until_2 AND a_barred_8 <= a_place_2, a_until_2, toUInt64(0)), keys, until_2, since_2, place_2, barred_8) AS hits_3,
    arrayFirstIndex(hit -> hit > 0, hits_3) AS at_3,
    toInt64(bitShiftRight(keys[at_3], 24)) - toInt64(bitShiftRight(if(bitTest(keys[at_3], 2) AND until_2[at_3] > 0 AND keys[at_3] <= until_2[at_3] AND barred_8[at_3] <= place_2[at_3], since_2[at_3], toUInt64(0)), 24)) AS wait_3
  FROM chain_2
),
chained AS (
  SELECT person, held, entry,
    wait_2, keys[at_2] AS arrived_2, at_2 > 0 AS reach_2,
    wait_3, keys[at_3] AS arrived_3, at_3 > 0 AS reach_3,
    multiIf(at_3 > 0, 3, at_2 > 0, 2, 1) AS depth,
    multiIf(at_3 > 0, 0, at_2 > 0, hits_2[arrayLastIndex(hit -> hit > 0, hits_2)] >= 59039023104000000 AND ((arrayLastIndex(key -> bitAnd(key, 8) > 0, keys) <= arrayLastIndex(hit -> hit > 0, hits_2))), hits_1[arrayLastIndex(hit -> hit > 0, hits_1)] >= 59039023104000000 AND (1)) AS is_open
  FROM chain_3
),
over_values AS (
  SELECT person, first_wait_2 AS wait_2, any_reach_2 AS reach_2, first_wait_3 AS wait_3, any_reach_3 AS reach_3, first_entry AS entry, deepest AS depth, any_open AS is_open
  FROM (
    SELECT person, argMinIf(wait_2, (arrived_2, wait_2), reach_2) AS first_wait_2, max(reach_2) AS any_reach_2, argMinIf(wait_3, (arrived_3, wait_3), reach_3) AS first_wait_3, max(reach_3) AS any_reach_3, min(entry) AS first_entry, max(depth) AS deepest, max(if(is_open, depth, 0)) = deepest AS any_open
    FROM chained
    GROUP BY person
  )
),
reached AS (
  SELECT person, wait_2, wait_3, depth, is_open
  FROM over_values
)
SELECT countIf(depth >= 1) AS people_1, countIf(depth >= 2) AS people_2, countIf(depth >= 3) AS people_3, countIf(depth = 1 AND is_open) AS pending_1, countIf(depth = 2 AND is_open) AS pending_2, quantileExactInclusiveIf(0.5)(wait_2, depth >= 2) AS median_2, quantileExactInclusiveIf(0.5)(wait_3, depth >= 3) AS median_3
FROM reached;

-- answer
WITH
touches AS (
  WITH toUInt16(if(event = {b0:String} AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC'), 1, 0) + if(event = {b1:String}, 2, 0) + if(event = {b2:String}, 4, 0) + if(event = {b4:String}, 8, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, JSONExtractString(properties, {b8:String}) AS held,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1740758400000), 24) + bitShiftLeft(arrival, 4) + served)) AS keys
  FROM events
  WHERE event IN {b7:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
    AND held != ''
  GROUP BY person, held
),
chain_1 AS (
  SELECT person, held, keys, arrayEnumerate(keys) AS places,
    arrayMap(key -> if(bitTest(key, 0), bitOr(key, 16777215) + 1449551462400000, toUInt64(0)), keys) AS hits_1,
    keys[arrayFirstIndex(key -> bitTest(key, 0), keys)] AS entry,
    arrayPopBack(arrayPushFront(arrayFill(place -> place > 0, arrayMap((key, place) -> if(bitAnd(key, 8) > 0, place, 0), keys, places)), toUInt32(0))) AS barred_8
  FROM touches
  WHERE arrayExists(key -> bitTest(key, 0), keys)
),
chain_2 AS (
  SELECT person, held, keys, places, entry, barred_8, hits_1,
    arrayFilter((each, was) -> was.2 > 0, arrayFill(each -> each.2 = 0, arraySort(arrayConcat(arrayFilter(each -> each.3 > 0, arrayMap((key, place, hit) -> (toInt64(bitShiftRight(key, 24)) + 3600000, toUInt32(0), hit, key, place), keys, places, hits_1)), arrayMap((key, place) -> (toInt64(bitShiftRight(key, 24)), place, toUInt64(0), toUInt64(0), toUInt32(0)), keys, places)))), arraySort(arrayConcat(arrayFilter(each -> each.3 > 0, arrayMap((key, place, hit) -> (toInt64(bitShiftRight(key, 24)) + 3600000, toUInt32(0), hit, key, place), keys, places, hits_1)), arrayMap((key, place) -> (toInt64(bitShiftRight(key, 24)), place, toUInt64(0), toUInt64(0), toUInt32(0)), keys, places)))) AS ripe_1,
    arrayMap(each -> each.3, ripe_1) AS until_1,
    arrayMap(each -> each.4, ripe_1) AS since_1,
    arrayMap(each -> each.5, ripe_1) AS place_1,
    arrayMap((key, a_until_1, a_since_1, a_place_1) -> if(bitTest(key, 1) AND a_until_1 > 0 AND key <= a_until_1, a_until_1, toUInt64(0)), keys, until_1, since_1, place_1) AS hits_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    toInt64(bitShiftRight(keys[at_2], 24)) - toInt64(bitShiftRight(if(bitTest(keys[at_2], 1) AND until_1[at_2] > 0 AND keys[at_2] <= until_1[at_2], since_1[at_2], toUInt64(0)), 24)) AS wait_2
  FROM chain_1
),
chain_3 AS (
  SELECT person, held, keys, places, entry, barred_8, hits_1, hits_2, at_2, wait_2,
    arrayPopBack(arrayPushFront(arrayFill(hit -> hit > 0, hits_2), toUInt64(0))) AS until_2,
    arrayPopBack(arrayPushFront(arrayFill((key, hit) -> hit > 0, keys, hits_2), toUInt64(0))) AS since_2,
    arrayPopBack(arrayPushFront(arrayFill((place, hit) -> hit > 0, places, hits_2), toUInt32(0))) AS place_2,
    arrayMap((key, a_until_2, a_since_2, a_place_2, a_barred_8) -> if(bitTest(key, 2) AND a_until_2 > 0 AND key <= a_until_2 AND a_barred_8 <= a_place_2, a_until_2, toUInt64(0)), keys, until_2, since_2, place_2, barred_8) AS hits_3,
    arrayFirstIndex(hit -> hit > 0, hits_3) AS at_3,
    toInt64(bitShiftRight(keys[at_3], 24)) - toInt64(bitShiftRight(if(bitTest(keys[at_3], 2) AND until_2[at_3] > 0 AND keys[at_3] <= until_2[at_3] AND barred_8[at_3] <= place_2[at_3], since_2[at_3], toUInt64(0)), 24)) AS wait_3
  FROM chain_2
),
chained AS (
  SELECT person, held, entry,
    wait_2, keys[at_2] AS arrived_2, at_2 > 0 AS reach_2,
    wait_3, keys[at_3] AS arrived_3, at_3 > 0 AS reach_3,
    multiIf(at_3 > 0, 3, at_2 > 0, 2, 1) AS depth,
    multiIf(at_3 > 0, 0, at_2 > 0, hits_2[arrayLastIndex(hit -> hit > 0, hits_2)] >= 588125306880000000 AND ((arrayLastIndex(key -> bitAnd(key, 8) > 0, keys) <= arrayLastIndex(hit -> hit > 0, hits_2))), hits_1[arrayLastIndex(hit -> hit > 0, hits_1)] >= 588125306880000000 AND (1)) AS is_open
  FROM chain_3
),
over_values AS (
  SELECT person, first_wait_2 AS wait_2, any_reach_2 AS reach_2, first_wait_3 AS wait_3, any_reach_3 AS reach_3, first_entry AS entry, deepest AS depth, any_open AS is_open
  FROM (
    SELECT person, argMinIf(wait_2, (arrived_2, wait_2), reach_2) AS first_wait_2, max(reach_2) AS any_reach_2, argMinIf(wait_3, (arrived_3, wait_3), reach_3) AS first_wait_3, max(reach_3) AS any_reach_3, min(entry) AS first_entry, max(depth) AS deepest, max(if(is_open, depth, 0)) = deepest AS any_open
    FROM chained
    GROUP BY person
  )
),
reached AS (
  SELECT person, wait_2, wait_3, depth, is_open
  FROM over_values
)
SELECT countIf(depth >= 1) AS people_1, countIf(depth >= 2) AS people_2, countIf(depth >= 3) AS people_3, countIf(depth = 1 AND is_open) AS pending_1, countIf(depth = 2 AND is_open) AS pending_2, quantileExactInclusiveIf(0.5)(wait_2, depth >= 2) AS median_2, quantileExactInclusiveIf(0.5)(wait_3, depth >= 3) AS median_3
FROM reached;

-- people
WITH
touches AS (
  WITH toUInt16(if(event = {b0:String} AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC'), 1, 0) + if(event = {b1:String}, 2, 0) + if(event = {b2:String}, 4, 0) + if(event = {b4:String}, 8, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, JSONExtractString(properties, {b8:String}) AS held,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 24) + bitShiftLeft(arrival, 4) + served)) AS keys
  FROM events
  WHERE event IN {b7:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
    AND held != ''
  GROUP BY person, held
),
chain_1 AS (
  SELECT person, held, keys, arrayEnumerate(keys) AS places,
    arrayMap(key -> if(bitTest(key, 0), bitOr(key, 16777215) + 1449551462400000, toUInt64(0)), keys) AS hits_1,
    keys[arrayFirstIndex(key -> bitTest(key, 0), keys)] AS entry,
    arrayPopBack(arrayPushFront(arrayFill(place -> place > 0, arrayMap((key, place) -> if(bitAnd(key, 8) > 0, place, 0), keys, places)), toUInt32(0))) AS barred_8
  FROM touches
  WHERE arrayExists(key -> bitTest(key, 0), keys)
),
chain_2 AS (
  SELECT person, held, keys, places, entry, barred_8, hits_1,
    arrayFilter((each, was) -> was.2 > 0, arrayFill(each -> each.2 = 0, arraySort(arrayConcat(arrayFilter(each -> each.3 > 0, arrayMap((key, place, hit) -> (toInt64(bitShiftRight(key, 24)) + 3600000, toUInt32(0), hit, key, place), keys, places, hits_1)), arrayMap((key, place) -> (toInt64(bitShiftRight(key, 24)), place, toUInt64(0), toUInt64(0), toUInt32(0)), keys, places)))), arraySort(arrayConcat(arrayFilter(each -> each.3 > 0, arrayMap((key, place, hit) -> (toInt64(bitShiftRight(key, 24)) + 3600000, toUInt32(0), hit, key, place), keys, places, hits_1)), arrayMap((key, place) -> (toInt64(bitShiftRight(key, 24)), place, toUInt64(0), toUInt64(0), toUInt32(0)), keys, places)))) AS ripe_1,
    arrayMap(each -> each.3, ripe_1) AS until_1,
    arrayMap(each -> each.4, ripe_1) AS since_1,
    arrayMap(each -> each.5, ripe_1) AS place_1,
    arrayMap((key, a_until_1, a_since_1, a_place_1) -> if(bitTest(key, 1) AND a_until_1 > 0 AND key <= a_until_1, a_until_1, toUInt64(0)), keys, until_1, since_1, place_1) AS hits_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    toInt64(bitShiftRight(keys[at_2], 24)) - toInt64(bitShiftRight(if(bitTest(keys[at_2], 1) AND until_1[at_2] > 0 AND keys[at_2] <= until_1[at_2], since_1[at_2], toUInt64(0)), 24)) AS wait_2
  FROM chain_1
),
chain_3 AS (
  SELECT person, held, keys, places, entry, barred_8, hits_1, hits_2, at_2, wait_2,
    arrayPopBack(arrayPushFront(arrayFill(hit -> hit > 0, hits_2), toUInt64(0))) AS until_2,
    arrayPopBack(arrayPushFront(arrayFill((key, hit) -> hit > 0, keys, hits_2), toUInt64(0))) AS since_2,
    arrayPopBack(arrayPushFront(arrayFill((place, hit) -> hit > 0, places, hits_2), toUInt32(0))) AS place_2,
    arrayMap((key, a_until_2, a_since_2, a_place_2, a_barred_8) -> if(bitTest(key, 2) AND a_until_2 > 0 AND key <= a_until_2 AND a_barred_8 <= a_place_2, a_until_2, toUInt64(0)), keys, until_2, since_2, place_2, barred_8) AS hits_3,
    arrayFirstIndex(hit -> hit > 0, hits_3) AS at_3,
    toInt64(bitShiftRight(keys[at_3], 24)) - toInt64(bitShiftRight(if(bitTest(keys[at_3], 2) AND until_2[at_3] > 0 AND keys[at_3] <= until_2[at_3] AND barred_8[at_3] <= place_2[at_3], since_2[at_3], toUInt64(0)), 24)) AS wait_3
  FROM chain_2
),
chained AS (
  SELECT person, held, entry,
    wait_2, keys[at_2] AS arrived_2, at_2 > 0 AS reach_2,
    wait_3, keys[at_3] AS arrived_3, at_3 > 0 AS reach_3,
    multiIf(at_3 > 0, 3, at_2 > 0, 2, 1) AS depth,
    multiIf(at_3 > 0, 0, at_2 > 0, hits_2[arrayLastIndex(hit -> hit > 0, hits_2)] >= 59039023104000000 AND ((arrayLastIndex(key -> bitAnd(key, 8) > 0, keys) <= arrayLastIndex(hit -> hit > 0, hits_2))), hits_1[arrayLastIndex(hit -> hit > 0, hits_1)] >= 59039023104000000 AND (1)) AS is_open
  FROM chain_3
),
over_values AS (
  SELECT person, first_wait_2 AS wait_2, any_reach_2 AS reach_2, first_wait_3 AS wait_3, any_reach_3 AS reach_3, first_entry AS entry, deepest AS depth, any_open AS is_open
  FROM (
    SELECT person, argMinIf(wait_2, (arrived_2, wait_2), reach_2) AS first_wait_2, max(reach_2) AS any_reach_2, argMinIf(wait_3, (arrived_3, wait_3), reach_3) AS first_wait_3, max(reach_3) AS any_reach_3, min(entry) AS first_entry, max(depth) AS deepest, max(if(is_open, depth, 0)) = deepest AS any_open
    FROM chained
    GROUP BY person
  )
),
reached AS (
  SELECT person, wait_2, wait_3, depth, is_open
  FROM over_values
)
SELECT person AS person_id
FROM reached
WHERE depth >= 3;

-- people
WITH
touches AS (
  WITH toUInt16(if(event = {b0:String} AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC'), 1, 0) + if(event = {b1:String}, 2, 0) + if(event = {b2:String}, 4, 0) + if(event = {b4:String}, 8, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, JSONExtractString(properties, {b8:String}) AS held,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1740758400000), 24) + bitShiftLeft(arrival, 4) + served)) AS keys
  FROM events
  WHERE event IN {b7:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
    AND held != ''
  GROUP BY person, held
),
chain_1 AS (
  SELECT person, held, keys, arrayEnumerate(keys) AS places,
    arrayMap(key -> if(bitTest(key, 0), bitOr(key, 16777215) + 1449551462400000, toUInt64(0)), keys) AS hits_1,
    keys[arrayFirstIndex(key -> bitTest(key, 0), keys)] AS entry,
    arrayPopBack(arrayPushFront(arrayFill(place -> place > 0, arrayMap((key, place) -> if(bitAnd(key, 8) > 0, place, 0), keys, places)), toUInt32(0))) AS barred_8
  FROM touches
  WHERE arrayExists(key -> bitTest(key, 0), keys)
),
chain_2 AS (
  SELECT person, held, keys, places, entry, barred_8, hits_1,
    arrayFilter((each, was) -> was.2 > 0, arrayFill(each -> each.2 = 0, arraySort(arrayConcat(arrayFilter(each -> each.3 > 0, arrayMap((key, place, hit) -> (toInt64(bitShiftRight(key, 24)) + 3600000, toUInt32(0), hit, key, place), keys, places, hits_1)), arrayMap((key, place) -> (toInt64(bitShiftRight(key, 24)), place, toUInt64(0), toUInt64(0), toUInt32(0)), keys, places)))), arraySort(arrayConcat(arrayFilter(each -> each.3 > 0, arrayMap((key, place, hit) -> (toInt64(bitShiftRight(key, 24)) + 3600000, toUInt32(0), hit, key, place), keys, places, hits_1)), arrayMap((key, place) -> (toInt64(bitShiftRight(key, 24)), place, toUInt64(0), toUInt64(0), toUInt32(0)), keys, places)))) AS ripe_1,
    arrayMap(each -> each.3, ripe_1) AS until_1,
    arrayMap(each -> each.4, ripe_1) AS since_1,
    arrayMap(each -> each.5, ripe_1) AS place_1,
    arrayMap((key, a_until_1, a_since_1, a_place_1) -> if(bitTest(key, 1) AND a_until_1 > 0 AND key <= a_until_1, a_until_1, toUInt64(0)), keys, until_1, since_1, place_1) AS hits_2,
    arrayFirstIndex(hit -> hit > 0, hits_2) AS at_2,
    toInt64(bitShiftRight(keys[at_2], 24)) - toInt64(bitShiftRight(if(bitTest(keys[at_2], 1) AND until_1[at_2] > 0 AND keys[at_2] <= until_1[at_2], since_1[at_2], toUInt64(0)), 24)) AS wait_2
  FROM chain_1
),
chain_3 AS (
  SELECT person, held, keys, places, entry, barred_8, hits_1, hits_2, at_2, wait_2,
    arrayPopBack(arrayPushFront(arrayFill(hit -> hit > 0, hits_2), toUInt64(0))) AS until_2,
    arrayPopBack(arrayPushFront(arrayFill((key, hit) -> hit > 0, keys, hits_2), toUInt64(0))) AS since_2,
    arrayPopBack(arrayPushFront(arrayFill((place, hit) -> hit > 0, places, hits_2), toUInt32(0))) AS place_2,
    arrayMap((key, a_until_2, a_since_2, a_place_2, a_barred_8) -> if(bitTest(key, 2) AND a_until_2 > 0 AND key <= a_until_2 AND a_barred_8 <= a_place_2, a_until_2, toUInt64(0)), keys, until_2, since_2, place_2, barred_8) AS hits_3,
    arrayFirstIndex(hit -> hit > 0, hits_3) AS at_3,
    toInt64(bitShiftRight(keys[at_3], 24)) - toInt64(bitShiftRight(if(bitTest(keys[at_3], 2) AND until_2[at_3] > 0 AND keys[at_3] <= until_2[at_3] AND barred_8[at_3] <= place_2[at_3], since_2[at_3], toUInt64(0)), 24)) AS wait_3
  FROM chain_2
),
chained AS (
  SELECT person, held, entry,
    wait_2, keys[at_2] AS arrived_2, at_2 > 0 AS reach_2,
    wait_3, keys[at_3] AS arrived_3, at_3 > 0 AS reach_3,
    multiIf(at_3 > 0, 3, at_2 > 0, 2, 1) AS depth,
    multiIf(at_3 > 0, 0, at_2 > 0, hits_2[arrayLastIndex(hit -> hit > 0, hits_2)] >= 588125306880000000 AND ((arrayLastIndex(key -> bitAnd(key, 8) > 0, keys) <= arrayLastIndex(hit -> hit > 0, hits_2))), hits_1[arrayLastIndex(hit -> hit > 0, hits_1)] >= 588125306880000000 AND (1)) AS is_open
  FROM chain_3
),
over_values AS (
  SELECT person, first_wait_2 AS wait_2, any_reach_2 AS reach_2, first_wait_3 AS wait_3, any_reach_3 AS reach_3, first_entry AS entry, deepest AS depth, any_open AS is_open
  FROM (
    SELECT person, argMinIf(wait_2, (arrived_2, wait_2), reach_2) AS first_wait_2, max(reach_2) AS any_reach_2, argMinIf(wait_3, (arrived_3, wait_3), reach_3) AS first_wait_3, max(reach_3) AS any_reach_3, min(entry) AS first_entry, max(depth) AS deepest, max(if(is_open, depth, 0)) = deepest AS any_open
    FROM chained
    GROUP BY person
  )
),
reached AS (
  SELECT person, wait_2, wait_3, depth, is_open
  FROM over_values
)
SELECT person AS person_id
FROM reached
WHERE depth >= 2;

