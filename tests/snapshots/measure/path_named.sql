-- answer
WITH
touches AS (
  WITH event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AS is_anchor,
    toUInt32(2 * transform(JSONExtractString(properties, {b0:String}), (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT DISTINCT JSONExtractString(properties, {b0:String}) AS name FROM events WHERE JSONExtractString(properties, {b0:String}) != '' AND (event IN {b1:Array(String)} AND JSONExtractString(properties, {b0:String}) != '' OR event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')) AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND JSONExtractString(properties, {b0:String}) = {b7:String} ORDER BY name LIMIT 1048574)), arrayEnumerate((SELECT arrayPushFront(groupArray(name), '') FROM (SELECT DISTINCT JSONExtractString(properties, {b0:String}) AS name FROM events WHERE JSONExtractString(properties, {b0:String}) != '' AND (event IN {b1:Array(String)} AND JSONExtractString(properties, {b0:String}) != '' OR event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')) AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND JSONExtractString(properties, {b0:String}) = {b7:String} ORDER BY name LIMIT 1048574))), 1) + is_anchor) AS served, bitShiftLeft(toUInt128(toUInt64(toUnixTimestamp64Milli(time) - 1772290800000)), 69) + bitShiftLeft(toUInt128(arrival), 21) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS done,
    arrayMin(arrayFilter(each -> bitTest(each, 0), keys)) AS anchor,
    arrayMap(wide -> bitShiftLeft(toUInt64(bitShiftRight(wide, 69)), 21) + bitAnd(toUInt64(wide), 2097151), arraySort(done)) AS keys
  FROM events
  WHERE (event IN {b1:Array(String)} AND JSONExtractString(properties, {b0:String}) != '' OR event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC'))
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
    AND JSONExtractString(properties, {b0:String}) = {b7:String}
  GROUP BY person
  HAVING anchor > 0
),
paths AS (
  SELECT person, arrayFirstIndex(key -> bitTest(key, 0), keys) AS at, arrayJoin([(-1, arraySlice(arrayCompact(arrayMap(key -> toUInt32(bitShiftRight(bitAnd(key, 2097151), 1)), arrayReverse(arrayFilter(key -> toInt64(bitShiftRight(key, 21)) >= toInt64(bitShiftRight(keys[at], 21)) - 3600000, arraySlice(keys, 1, at))))), 1, 3)), (1, arraySlice(arrayCompact(arrayMap(key -> toUInt32(bitShiftRight(bitAnd(key, 2097151), 1)), arrayFilter(key -> key <= bitOr(keys[at], 2097151) + 7549747200000, arraySlice(keys, at)))), 1, 3))]) AS found, found.1 AS side, found.2 AS path,
    side = 1 AND length(path) < 3 AND toInt64(bitShiftRight(keys[at], 21)) + 3600000 >= 3522600000 AS is_open
  FROM touches
),
packed AS (
  SELECT side, is_open, arraySum((code, nth) -> bitShiftLeft(toUInt64(code), 20 * (nth - 1)), path, arrayEnumerate(path)) AS packed, count() AS size
  FROM paths
  GROUP BY side, is_open, packed
),
counted AS (
  SELECT side, is_open, size,
    arrayFilter(code -> code > 0, arrayMap(nth -> toUInt32(bitAnd(bitShiftRight(packed, 20 * nth), 1048575)), range(3))) AS path
  FROM packed
),
hops AS (
  SELECT side, is_open, size,
    arrayJoin(arrayMap(i -> (i - 1, path[i], path[i + 1], path[i + 1] > 0 AND if(side = 1, has(arraySlice(path, 1, i), path[i + 1]), has(arraySlice(path, i + 1), path[i]))),
      range(1, 1 + least(length(path), 2)))) AS hop
  FROM counted
),
linked AS (
  SELECT side, hop.1 AS step, hop.2 AS here, hop.3 AS there, sum(size) AS people,
    sumIf(size, hop.4) AS again, sumIf(size, there = 0 AND is_open) AS pending
  FROM hops
  GROUP BY side, step, here, there
),
sized AS (
  SELECT *, (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT DISTINCT JSONExtractString(properties, {b0:String}) AS name FROM events WHERE JSONExtractString(properties, {b0:String}) != '' AND (event IN {b1:Array(String)} AND JSONExtractString(properties, {b0:String}) != '' OR event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')) AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND JSONExtractString(properties, {b0:String}) = {b7:String} ORDER BY name LIMIT 1048574))[here] AS here_name, (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT DISTINCT JSONExtractString(properties, {b0:String}) AS name FROM events WHERE JSONExtractString(properties, {b0:String}) != '' AND (event IN {b1:Array(String)} AND JSONExtractString(properties, {b0:String}) != '' OR event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')) AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND JSONExtractString(properties, {b0:String}) = {b7:String} ORDER BY name LIMIT 1048574))[there] AS there_name,
    sum(people) OVER (PARTITION BY side, step, here) AS here_people,
    sum(people) OVER (PARTITION BY side, step, there) AS there_people
  FROM linked
),
placed AS (
  SELECT *,
    dense_rank() OVER (PARTITION BY side, step ORDER BY here_people DESC, here) AS here_place,
    dense_rank() OVER (PARTITION BY side, step ORDER BY there = 0, there_people DESC, there) AS there_place
  FROM sized
),
shown AS (
  SELECT *, least(here_place, 11) AS here_shown, if(there = 0, 0, least(there_place, 11)) AS there_shown
  FROM placed
)
SELECT side, step, here_shown, there_shown, any(here_name), any(there_name),
  sum(people), sum(again), sum(pending), length((SELECT arrayPushFront(groupArray(name), '') FROM (SELECT DISTINCT JSONExtractString(properties, {b0:String}) AS name FROM events WHERE JSONExtractString(properties, {b0:String}) != '' AND (event IN {b1:Array(String)} AND JSONExtractString(properties, {b0:String}) != '' OR event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')) AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND JSONExtractString(properties, {b0:String}) = {b7:String} ORDER BY name LIMIT 1048574)))
FROM shown
GROUP BY side, step, here_shown, there_shown
ORDER BY side, step, here_shown, there_shown;

-- people
WITH
touches AS (
  WITH event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AS is_anchor,
    toUInt32(2 * transform(JSONExtractString(properties, {b0:String}), (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT DISTINCT JSONExtractString(properties, {b0:String}) AS name FROM events WHERE JSONExtractString(properties, {b0:String}) != '' AND (event IN {b1:Array(String)} AND JSONExtractString(properties, {b0:String}) != '' OR event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')) AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND JSONExtractString(properties, {b0:String}) = {b7:String} ORDER BY name LIMIT 1048574)), arrayEnumerate((SELECT arrayPushFront(groupArray(name), '') FROM (SELECT DISTINCT JSONExtractString(properties, {b0:String}) AS name FROM events WHERE JSONExtractString(properties, {b0:String}) != '' AND (event IN {b1:Array(String)} AND JSONExtractString(properties, {b0:String}) != '' OR event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')) AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND JSONExtractString(properties, {b0:String}) = {b7:String} ORDER BY name LIMIT 1048574))), 1) + is_anchor) AS served, bitShiftLeft(toUInt128(toUInt64(toUnixTimestamp64Milli(time) - 1772290800000)), 69) + bitShiftLeft(toUInt128(arrival), 21) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS done,
    arrayMin(arrayFilter(each -> bitTest(each, 0), keys)) AS anchor,
    arrayMap(wide -> bitShiftLeft(toUInt64(bitShiftRight(wide, 69)), 21) + bitAnd(toUInt64(wide), 2097151), arraySort(done)) AS keys
  FROM events
  WHERE (event IN {b1:Array(String)} AND JSONExtractString(properties, {b0:String}) != '' OR event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC'))
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
    AND JSONExtractString(properties, {b0:String}) = {b7:String}
  GROUP BY person
  HAVING anchor > 0
),
paths AS (
  SELECT person, arrayFirstIndex(key -> bitTest(key, 0), keys) AS at, arrayJoin([(-1, arraySlice(arrayCompact(arrayMap(key -> toUInt32(bitShiftRight(bitAnd(key, 2097151), 1)), arrayReverse(arrayFilter(key -> toInt64(bitShiftRight(key, 21)) >= toInt64(bitShiftRight(keys[at], 21)) - 3600000, arraySlice(keys, 1, at))))), 1, 3)), (1, arraySlice(arrayCompact(arrayMap(key -> toUInt32(bitShiftRight(bitAnd(key, 2097151), 1)), arrayFilter(key -> key <= bitOr(keys[at], 2097151) + 7549747200000, arraySlice(keys, at)))), 1, 3))]) AS found, found.1 AS side, found.2 AS path,
    side = 1 AND length(path) < 3 AND toInt64(bitShiftRight(keys[at], 21)) + 3600000 >= 3522600000 AS is_open
  FROM touches
),
packed AS (
  SELECT side, is_open, arraySum((code, nth) -> bitShiftLeft(toUInt64(code), 20 * (nth - 1)), path, arrayEnumerate(path)) AS packed, count() AS size
  FROM paths
  GROUP BY side, is_open, packed
),
counted AS (
  SELECT side, is_open, size,
    arrayFilter(code -> code > 0, arrayMap(nth -> toUInt32(bitAnd(bitShiftRight(packed, 20 * nth), 1048575)), range(3))) AS path
  FROM packed
),
hops AS (
  SELECT side, is_open, size,
    arrayJoin(arrayMap(i -> (i - 1, path[i], path[i + 1], path[i + 1] > 0 AND if(side = 1, has(arraySlice(path, 1, i), path[i + 1]), has(arraySlice(path, i + 1), path[i]))),
      range(1, 1 + least(length(path), 2)))) AS hop
  FROM counted
),
linked AS (
  SELECT side, hop.1 AS step, hop.2 AS here, hop.3 AS there, sum(size) AS people,
    sumIf(size, hop.4) AS again, sumIf(size, there = 0 AND is_open) AS pending
  FROM hops
  GROUP BY side, step, here, there
),
sized AS (
  SELECT *, (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT DISTINCT JSONExtractString(properties, {b0:String}) AS name FROM events WHERE JSONExtractString(properties, {b0:String}) != '' AND (event IN {b1:Array(String)} AND JSONExtractString(properties, {b0:String}) != '' OR event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')) AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND JSONExtractString(properties, {b0:String}) = {b7:String} ORDER BY name LIMIT 1048574))[here] AS here_name, (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT DISTINCT JSONExtractString(properties, {b0:String}) AS name FROM events WHERE JSONExtractString(properties, {b0:String}) != '' AND (event IN {b1:Array(String)} AND JSONExtractString(properties, {b0:String}) != '' OR event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')) AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND JSONExtractString(properties, {b0:String}) = {b7:String} ORDER BY name LIMIT 1048574))[there] AS there_name,
    sum(people) OVER (PARTITION BY side, step, here) AS here_people,
    sum(people) OVER (PARTITION BY side, step, there) AS there_people
  FROM linked
),
placed AS (
  SELECT *,
    dense_rank() OVER (PARTITION BY side, step ORDER BY here_people DESC, here) AS here_place,
    dense_rank() OVER (PARTITION BY side, step ORDER BY there = 0, there_people DESC, there) AS there_place
  FROM sized
)
SELECT person AS person_id
FROM paths
WHERE side = -1
    AND length(path) >= 1
    AND path[1] NOT IN (SELECT here FROM placed WHERE side = -1 AND step = 0 AND here_place <= 10)
    AND (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT DISTINCT JSONExtractString(properties, {b0:String}) AS name FROM events WHERE JSONExtractString(properties, {b0:String}) != '' AND (event IN {b1:Array(String)} AND JSONExtractString(properties, {b0:String}) != '' OR event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')) AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND JSONExtractString(properties, {b0:String}) = {b7:String} ORDER BY name LIMIT 1048574))[path[2]] = {b7:String}
    AND length(path) > 1
    AND has(arraySlice(path, 1 + 1), path[1]);

-- people
WITH
touches AS (
  WITH event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AS is_anchor,
    toUInt32(2 * transform(JSONExtractString(properties, {b0:String}), (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT DISTINCT JSONExtractString(properties, {b0:String}) AS name FROM events WHERE JSONExtractString(properties, {b0:String}) != '' AND (event IN {b1:Array(String)} AND JSONExtractString(properties, {b0:String}) != '' OR event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')) AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND JSONExtractString(properties, {b0:String}) = {b7:String} ORDER BY name LIMIT 1048574)), arrayEnumerate((SELECT arrayPushFront(groupArray(name), '') FROM (SELECT DISTINCT JSONExtractString(properties, {b0:String}) AS name FROM events WHERE JSONExtractString(properties, {b0:String}) != '' AND (event IN {b1:Array(String)} AND JSONExtractString(properties, {b0:String}) != '' OR event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')) AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND JSONExtractString(properties, {b0:String}) = {b7:String} ORDER BY name LIMIT 1048574))), 1) + is_anchor) AS served, bitShiftLeft(toUInt128(toUInt64(toUnixTimestamp64Milli(time) - 1772290800000)), 69) + bitShiftLeft(toUInt128(arrival), 21) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS done,
    arrayMin(arrayFilter(each -> bitTest(each, 0), keys)) AS anchor,
    arrayMap(wide -> bitShiftLeft(toUInt64(bitShiftRight(wide, 69)), 21) + bitAnd(toUInt64(wide), 2097151), arraySort(done)) AS keys
  FROM events
  WHERE (event IN {b1:Array(String)} AND JSONExtractString(properties, {b0:String}) != '' OR event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC'))
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
    AND JSONExtractString(properties, {b0:String}) = {b7:String}
  GROUP BY person
  HAVING anchor > 0
),
paths AS (
  SELECT person, arrayFirstIndex(key -> bitTest(key, 0), keys) AS at, arrayJoin([(-1, arraySlice(arrayCompact(arrayMap(key -> toUInt32(bitShiftRight(bitAnd(key, 2097151), 1)), arrayReverse(arrayFilter(key -> toInt64(bitShiftRight(key, 21)) >= toInt64(bitShiftRight(keys[at], 21)) - 3600000, arraySlice(keys, 1, at))))), 1, 3)), (1, arraySlice(arrayCompact(arrayMap(key -> toUInt32(bitShiftRight(bitAnd(key, 2097151), 1)), arrayFilter(key -> key <= bitOr(keys[at], 2097151) + 7549747200000, arraySlice(keys, at)))), 1, 3))]) AS found, found.1 AS side, found.2 AS path,
    side = 1 AND length(path) < 3 AND toInt64(bitShiftRight(keys[at], 21)) + 3600000 >= 3522600000 AS is_open
  FROM touches
)
SELECT person AS person_id
FROM paths
WHERE side = 1
    AND length(path) >= 1
    AND length(path) = 1 AND 1 < 3
    AND is_open;

