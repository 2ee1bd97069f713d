-- answer
WITH
touches AS (
  WITH event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String} AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AS is_anchor,
    toUInt32(2 * transform(event, {b0:Array(String)}, arrayEnumerate({b0:Array(String)}), 1) + is_anchor) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 24) + bitShiftLeft(arrival, 4) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS done,
    arrayMin(arrayFilter(each -> bitTest(each, 0), done)) AS anchor,
    arraySort(arrayFilter(each -> each >= anchor AND each <= bitOr(anchor, 16777215) + 1449551462400000, done)) AS keys
  FROM events
  WHERE (event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') OR event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String} AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC'))
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
  GROUP BY person
  HAVING anchor > 0
),
paths AS (
  SELECT person, arrayFirstIndex(key -> bitTest(key, 0), keys) AS at, 1 AS side, arraySlice(arrayCompact(arrayMap(key -> toUInt32(bitShiftRight(bitAnd(key, 15), 1)), arrayFilter(key -> key <= bitOr(keys[at], 16777215) + 1449551462400000, arraySlice(keys, at)))), 1, 6) AS path,
    side = 1 AND length(path) < 6 AND toInt64(bitShiftRight(keys[at], 24)) + 86400000 >= 3519000000 AS is_open
  FROM touches
),
packed AS (
  SELECT side, is_open, arraySum((code, nth) -> bitShiftLeft(toUInt64(code), 3 * (nth - 1)), path, arrayEnumerate(path)) AS packed, count() AS size
  FROM paths
  GROUP BY side, is_open, packed
),
counted AS (
  SELECT side, is_open, size,
    arrayFilter(code -> code > 0, arrayMap(nth -> toUInt32(bitAnd(bitShiftRight(packed, 3 * nth), 7)), range(6))) AS path
  FROM packed
),
hops AS (
  SELECT side, is_open, size,
    arrayJoin(arrayMap(i -> (i - 1, path[i], path[i + 1], path[i + 1] > 0 AND if(side = 1, has(arraySlice(path, 1, i), path[i + 1]), has(arraySlice(path, i + 1), path[i]))),
      range(1, 1 + least(length(path), 5)))) AS hop
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

-- people
WITH
touches AS (
  WITH event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String} AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AS is_anchor,
    toUInt32(2 * transform(event, {b0:Array(String)}, arrayEnumerate({b0:Array(String)}), 1) + is_anchor) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 24) + bitShiftLeft(arrival, 4) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS done,
    arrayMin(arrayFilter(each -> bitTest(each, 0), done)) AS anchor,
    arraySort(arrayFilter(each -> each >= anchor AND each <= bitOr(anchor, 16777215) + 1449551462400000, done)) AS keys
  FROM events
  WHERE (event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') OR event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String} AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC'))
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
  GROUP BY person
  HAVING anchor > 0
),
paths AS (
  SELECT person, arrayFirstIndex(key -> bitTest(key, 0), keys) AS at, 1 AS side, arraySlice(arrayCompact(arrayMap(key -> toUInt32(bitShiftRight(bitAnd(key, 15), 1)), arrayFilter(key -> key <= bitOr(keys[at], 16777215) + 1449551462400000, arraySlice(keys, at)))), 1, 6) AS path,
    side = 1 AND length(path) < 6 AND toInt64(bitShiftRight(keys[at], 24)) + 86400000 >= 3519000000 AS is_open
  FROM touches
)
SELECT person AS person_id
FROM paths
WHERE side = 1
    AND length(path) >= 2
    AND {b0:Array(String)}[path[2]] = {b7:String};

-- people
WITH
touches AS (
  WITH event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String} AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AS is_anchor,
    toUInt32(2 * transform(event, {b0:Array(String)}, arrayEnumerate({b0:Array(String)}), 1) + is_anchor) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 24) + bitShiftLeft(arrival, 4) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS done,
    arrayMin(arrayFilter(each -> bitTest(each, 0), done)) AS anchor,
    arraySort(arrayFilter(each -> each >= anchor AND each <= bitOr(anchor, 16777215) + 1449551462400000, done)) AS keys
  FROM events
  WHERE (event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') OR event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String} AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC'))
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
  GROUP BY person
  HAVING anchor > 0
),
paths AS (
  SELECT person, arrayFirstIndex(key -> bitTest(key, 0), keys) AS at, 1 AS side, arraySlice(arrayCompact(arrayMap(key -> toUInt32(bitShiftRight(bitAnd(key, 15), 1)), arrayFilter(key -> key <= bitOr(keys[at], 16777215) + 1449551462400000, arraySlice(keys, at)))), 1, 6) AS path,
    side = 1 AND length(path) < 6 AND toInt64(bitShiftRight(keys[at], 24)) + 86400000 >= 3519000000 AS is_open
  FROM touches
),
packed AS (
  SELECT side, is_open, arraySum((code, nth) -> bitShiftLeft(toUInt64(code), 3 * (nth - 1)), path, arrayEnumerate(path)) AS packed, count() AS size
  FROM paths
  GROUP BY side, is_open, packed
),
counted AS (
  SELECT side, is_open, size,
    arrayFilter(code -> code > 0, arrayMap(nth -> toUInt32(bitAnd(bitShiftRight(packed, 3 * nth), 7)), range(6))) AS path
  FROM packed
),
hops AS (
  SELECT side, is_open, size,
    arrayJoin(arrayMap(i -> (i - 1, path[i], path[i + 1], path[i + 1] > 0 AND if(side = 1, has(arraySlice(path, 1, i), path[i + 1]), has(arraySlice(path, i + 1), path[i]))),
      range(1, 1 + least(length(path), 5)))) AS hop
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
)
SELECT person AS person_id
FROM paths
WHERE side = 1
    AND length(path) >= 6
    AND path[6] NOT IN (SELECT there FROM placed WHERE side = 1 AND step = 4 AND there > 0 AND there_place <= 10);

