-- answer
WITH
touches AS (
  WITH toUInt16(if(event = {b0:String}, 1, 0) + if(event = {b1:String}, 2, 0) + if(event = {b2:String}, 4, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 23) + bitShiftLeft(arrival, 3) + served)) AS keys
  FROM events
  WHERE event IN {b5:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
begun AS (
  SELECT person, keys,
    arrayMap(key -> if(toInt64(bitShiftRight(key, 23)) < 2678400000, bitOr(key, 8388607) + 724775731200000, toUInt64(0)), keys) AS untils,
    arrayReverseFill((found, key) -> bitAnd(key, 1) > 0, arrayMap(key -> if(bitAnd(key, 1) > 0, key, 18446744073709551615), keys), keys) AS next_1_place_1,
    next_1_place_1 AS done_1_1,
    arrayReverseFill((found, key) -> bitAnd(key, 2) > 0, arrayMap(key -> if(bitAnd(key, 2) > 0, key, 18446744073709551615), keys), keys) AS next_2_place_1,
    next_2_place_1 AS done_2_1,
    arrayReverseFill((found, key) -> bitAnd(key, 4) > 0, arrayMap(key -> if(bitAnd(key, 4) > 0, key, 18446744073709551615), keys), keys) AS next_3_place_1,
    next_3_place_1 AS done_3_1
  FROM touches
),
counted AS (
  SELECT person, keys, untils, done_1_1, done_2_1, done_3_1,
    arrayMap((until, key_done_1_1, key_done_2_1, key_done_3_1) -> (key_done_1_1 <= until) + (key_done_2_1 <= until) + (key_done_3_1 <= until), untils, done_1_1, done_2_1, done_3_1) AS counts,
    arrayMax(counts) AS depth
  FROM begun
  WHERE arrayExists(until -> until > 0, untils)
),
chained AS (
  SELECT person, depth,
    keys[arrayFirstIndex(until -> until > 0, untils)] AS entry,
    arrayFirstIndex(many -> many >= 2, counts) AS first_2, first_2 > 0 AS reach_2, keys[first_2] AS arrived_2,
    toInt64(bitShiftRight(arraySort([done_1_1[first_2], done_2_1[first_2], done_3_1[first_2]])[2], 23)) - toInt64(bitShiftRight(arraySort([done_1_1[first_2], done_2_1[first_2], done_3_1[first_2]])[1], 23)) AS wait_2,
    arrayFirstIndex(many -> many >= 3, counts) AS first_3, first_3 > 0 AS reach_3, keys[first_3] AS arrived_3,
    toInt64(bitShiftRight(arraySort([done_1_1[first_3], done_2_1[first_3], done_3_1[first_3]])[3], 23)) - toInt64(bitShiftRight(arraySort([done_1_1[first_3], done_2_1[first_3], done_3_1[first_3]])[2], 23)) AS wait_3,
    arrayExists((until, many) -> many = depth AND until >= 29519511552000000, untils, counts) AS is_open
  FROM counted
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
  WITH toUInt16(if(event = {b0:String}, 1, 0) + if(event = {b1:String}, 2, 0) + if(event = {b2:String}, 4, 0)) AS served
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 23) + bitShiftLeft(arrival, 3) + served)) AS keys
  FROM events
  WHERE event IN {b5:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
begun AS (
  SELECT person, keys,
    arrayMap(key -> if(toInt64(bitShiftRight(key, 23)) < 2678400000, bitOr(key, 8388607) + 724775731200000, toUInt64(0)), keys) AS untils,
    arrayReverseFill((found, key) -> bitAnd(key, 1) > 0, arrayMap(key -> if(bitAnd(key, 1) > 0, key, 18446744073709551615), keys), keys) AS next_1_place_1,
    next_1_place_1 AS done_1_1,
    arrayReverseFill((found, key) -> bitAnd(key, 2) > 0, arrayMap(key -> if(bitAnd(key, 2) > 0, key, 18446744073709551615), keys), keys) AS next_2_place_1,
    next_2_place_1 AS done_2_1,
    arrayReverseFill((found, key) -> bitAnd(key, 4) > 0, arrayMap(key -> if(bitAnd(key, 4) > 0, key, 18446744073709551615), keys), keys) AS next_3_place_1,
    next_3_place_1 AS done_3_1
  FROM touches
),
counted AS (
  SELECT person, keys, untils, done_1_1, done_2_1, done_3_1,
    arrayMap((until, key_done_1_1, key_done_2_1, key_done_3_1) -> (key_done_1_1 <= until) + (key_done_2_1 <= until) + (key_done_3_1 <= until), untils, done_1_1, done_2_1, done_3_1) AS counts,
    arrayMax(counts) AS depth
  FROM begun
  WHERE arrayExists(until -> until > 0, untils)
),
chained AS (
  SELECT person, depth,
    keys[arrayFirstIndex(until -> until > 0, untils)] AS entry,
    arrayFirstIndex(many -> many >= 2, counts) AS first_2, first_2 > 0 AS reach_2, keys[first_2] AS arrived_2,
    toInt64(bitShiftRight(arraySort([done_1_1[first_2], done_2_1[first_2], done_3_1[first_2]])[2], 23)) - toInt64(bitShiftRight(arraySort([done_1_1[first_2], done_2_1[first_2], done_3_1[first_2]])[1], 23)) AS wait_2,
    arrayFirstIndex(many -> many >= 3, counts) AS first_3, first_3 > 0 AS reach_3, keys[first_3] AS arrived_3,
    toInt64(bitShiftRight(arraySort([done_1_1[first_3], done_2_1[first_3], done_3_1[first_3]])[3], 23)) - toInt64(bitShiftRight(arraySort([done_1_1[first_3], done_2_1[first_3], done_3_1[first_3]])[2], 23)) AS wait_3,
    arrayExists((until, many) -> many = depth AND until >= 29519511552000000, untils, counts) AS is_open
  FROM counted
),
reached AS (
  SELECT person, wait_2, wait_3, depth, is_open
  FROM chained
)
SELECT person AS person_id
FROM reached
WHERE depth >= 3;

