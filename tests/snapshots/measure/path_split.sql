-- answer
WITH
touches AS (
  WITH event = {b1:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AS is_anchor,
    toUInt32(2 * transform(event, {b0:Array(String)}, arrayEnumerate({b0:Array(String)}), 1) + is_anchor) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772208000000), 24) + bitShiftLeft(arrival, 4) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS done,
    arrayMax(arrayFilter(each -> bitTest(each, 0), done)) AS anchor,
    arraySort(arrayFilter(each -> each <= anchor AND toInt64(bitShiftRight(each, 24)) >= toInt64(bitShiftRight(anchor, 24)) - 86400000, done)) AS keys
  FROM events
  WHERE (event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') OR event = {b1:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC'))
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
  HAVING anchor > 0
),
paths AS (
  SELECT person, arrayLastIndex(key -> bitTest(key, 0), keys) AS at, -1 AS side, arraySlice(arrayCompact(arrayMap(key -> toUInt32(bitShiftRight(bitAnd(key, 15), 1)), arrayReverse(arrayFilter(key -> toInt64(bitShiftRight(key, 24)) >= toInt64(bitShiftRight(keys[at], 24)) - 86400000, arraySlice(keys, 1, at))))), 1, 3) AS path,
    side = 1 AND length(path) < 3 AND toInt64(bitShiftRight(keys[at], 24)) + 86400000 >= 3605400000 AS is_open
  FROM touches
),
packed AS (
  SELECT side, is_open, arraySum((code, nth) -> bitShiftLeft(toUInt64(code), 3 * (nth - 1)), path, arrayEnumerate(path)) AS packed, count() AS size
  FROM paths
  GROUP BY side, is_open, packed
),
counted AS (
  SELECT side, is_open, size,
    arrayFilter(code -> code > 0, arrayMap(nth -> toUInt32(bitAnd(bitShiftRight(packed, 3 * nth), 7)), range(3))) AS path
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
  SELECT *, {b0:Array(String)}[here] AS here_name, {b0:Array(String)}[there] AS there_name,
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
  sum(people), sum(again), sum(pending), length({b0:Array(String)})
FROM shown
GROUP BY side, step, here_shown, there_shown
ORDER BY side, step, here_shown, there_shown;

-- answer
WITH
touches AS (
  WITH event = {b1:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AS is_anchor,
    toUInt32(2 * transform(event, {b0:Array(String)}, arrayEnumerate({b0:Array(String)}), 1) + is_anchor) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1769529600000), 24) + bitShiftLeft(arrival, 4) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS done,
    arrayMax(arrayFilter(each -> bitTest(each, 0), done)) AS anchor,
    arraySort(arrayFilter(each -> each <= anchor AND toInt64(bitShiftRight(each, 24)) >= toInt64(bitShiftRight(anchor, 24)) - 86400000, done)) AS keys
  FROM events
  WHERE (event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') OR event = {b1:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC'))
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
  HAVING anchor > 0
),
paths AS (
  SELECT person, arrayLastIndex(key -> bitTest(key, 0), keys) AS at, -1 AS side, arraySlice(arrayCompact(arrayMap(key -> toUInt32(bitShiftRight(bitAnd(key, 15), 1)), arrayReverse(arrayFilter(key -> toInt64(bitShiftRight(key, 24)) >= toInt64(bitShiftRight(keys[at], 24)) - 86400000, arraySlice(keys, 1, at))))), 1, 3) AS path,
    side = 1 AND length(path) < 3 AND toInt64(bitShiftRight(keys[at], 24)) + 86400000 >= 6283800000 AS is_open
  FROM touches
),
packed AS (
  SELECT side, is_open, arraySum((code, nth) -> bitShiftLeft(toUInt64(code), 3 * (nth - 1)), path, arrayEnumerate(path)) AS packed, count() AS size
  FROM paths
  GROUP BY side, is_open, packed
),
counted AS (
  SELECT side, is_open, size,
    arrayFilter(code -> code > 0, arrayMap(nth -> toUInt32(bitAnd(bitShiftRight(packed, 3 * nth), 7)), range(3))) AS path
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
  SELECT *, {b0:Array(String)}[here] AS here_name, {b0:Array(String)}[there] AS there_name,
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
  SELECT *, least(here_place, 51) AS here_shown, if(there = 0, 0, least(there_place, 51)) AS there_shown
  FROM placed
)
SELECT side, step, here_shown, there_shown, any(here_name), any(there_name),
  sum(people), sum(again), sum(pending), length({b0:Array(String)})
FROM shown
GROUP BY side, step, here_shown, there_shown
ORDER BY side, step, here_shown, there_shown;

-- answer
WITH
anchored AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, argMax(JSONExtractString(properties, {b3:String}), bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival)) AS by_0
  FROM events
  WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY person
),
split AS (
  SELECT person, by_0 AS by_0, attribute_1 AS by_1
  FROM anchored
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b4:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON person = owner_1.owner_of_1
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0, by_1) AS group_size
  FROM split
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0, by_1) AS place
  FROM sized
)
SELECT least(place, 6) AS shown_place, if(place > 5, '', by_0) AS shown_by_0, if(place > 5, '', by_1) AS shown_by_1, count() AS people
FROM placed
WHERE place <= 5
GROUP BY shown_place, shown_by_0, shown_by_1
ORDER BY shown_place;

-- people
WITH
touches AS (
  WITH event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AS is_anchor,
    toUInt32(2 * transform(event, {b7:Array(String)}, arrayEnumerate({b7:Array(String)}), 1) + is_anchor) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772208000000), 24) + bitShiftLeft(arrival, 4) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS done,
    arrayMax(arrayFilter(each -> bitTest(each, 0), done)) AS anchor,
    arraySort(arrayFilter(each -> each <= anchor AND toInt64(bitShiftRight(each, 24)) >= toInt64(bitShiftRight(anchor, 24)) - 86400000, done)) AS keys
  FROM events
  WHERE (event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') OR event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC'))
    AND time >= fromUnixTimestamp64Milli({b8:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
    AND dictGetOrDefault('person_overrides', 'to', person_id, person_id) IN (
WITH
anchored AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, argMax(JSONExtractString(properties, {b5:String}), bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival)) AS by_0
  FROM events
  WHERE event = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
split AS (
  SELECT person, by_0 AS by_0, attribute_1 AS by_1
  FROM anchored
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b6:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON person = owner_1.owner_of_1
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0, by_1) AS group_size
  FROM split
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0, by_1) AS place
  FROM sized
)
SELECT person FROM placed WHERE by_0 = {b0:String} AND by_1 = {b1:String}
)
  GROUP BY person
  HAVING anchor > 0
),
paths AS (
  SELECT person, arrayLastIndex(key -> bitTest(key, 0), keys) AS at, -1 AS side, arraySlice(arrayCompact(arrayMap(key -> toUInt32(bitShiftRight(bitAnd(key, 15), 1)), arrayReverse(arrayFilter(key -> toInt64(bitShiftRight(key, 24)) >= toInt64(bitShiftRight(keys[at], 24)) - 86400000, arraySlice(keys, 1, at))))), 1, 3) AS path,
    side = 1 AND length(path) < 3 AND toInt64(bitShiftRight(keys[at], 24)) + 86400000 >= 3605400000 AS is_open
  FROM touches
)
SELECT person AS person_id
FROM paths
WHERE side = -1
    AND length(path) >= 2;

-- people
WITH
touches AS (
  WITH event = {b1:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AS is_anchor,
    toUInt32(2 * transform(event, {b0:Array(String)}, arrayEnumerate({b0:Array(String)}), 1) + is_anchor) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1769529600000), 24) + bitShiftLeft(arrival, 4) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS done,
    arrayMax(arrayFilter(each -> bitTest(each, 0), done)) AS anchor,
    arraySort(arrayFilter(each -> each <= anchor AND toInt64(bitShiftRight(each, 24)) >= toInt64(bitShiftRight(anchor, 24)) - 86400000, done)) AS keys
  FROM events
  WHERE (event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') OR event = {b1:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC'))
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
  HAVING anchor > 0
),
paths AS (
  SELECT person, arrayLastIndex(key -> bitTest(key, 0), keys) AS at, -1 AS side, arraySlice(arrayCompact(arrayMap(key -> toUInt32(bitShiftRight(bitAnd(key, 15), 1)), arrayReverse(arrayFilter(key -> toInt64(bitShiftRight(key, 24)) >= toInt64(bitShiftRight(keys[at], 24)) - 86400000, arraySlice(keys, 1, at))))), 1, 3) AS path,
    side = 1 AND length(path) < 3 AND toInt64(bitShiftRight(keys[at], 24)) + 86400000 >= 6283800000 AS is_open
  FROM touches
)
SELECT person AS person_id
FROM paths
WHERE side = -1
    AND length(path) >= 2
    AND {b0:Array(String)}[path[2]] = {b5:String};

