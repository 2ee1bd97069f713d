-- answer
SELECT 1 FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
    AND campaign != ''
LIMIT 1;

-- answer
WITH
touches AS (
  WITH toUInt8(0) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772121599999), 20) + bitShiftLeft(arrival, 0) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772121599999), 20) + bitShiftLeft(arrival, 0) + served)) AS keys,
    groupArray(key) AS came_in,
    groupArray(JSONExtractString(properties, {b0:String})) AS first_0
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY person
),
cut AS (
  SELECT person, keys,
    arraySort((value, key) -> key, first_0, came_in) AS first_0_done,
    arrayMap((key, before, days) -> key > bitOr(before, 1048575) + 629145600000 OR days != 0, keys, arrayPushFront(arrayPopBack(keys), 0),
      arrayDifference(arrayMap(key -> toUInt16(toDate(fromUnixTimestamp64Milli(toInt64(bitShiftRight(key, 20)) + 1772121599999, 'Asia/Shanghai'))), keys))) AS runs,
    runs AS starts
  FROM touches
),
stays AS (
  SELECT person, arrayRotateLeft(starts, 1) AS stops,
    arrayMap(key -> toInt64(bitShiftRight(key, 20)), arrayFilter((key, is_it) -> is_it, keys, starts)) AS begins,
    arrayMap(key -> toInt64(bitShiftRight(key, 20)), arrayFilter((key, is_it) -> is_it, keys, stops)) AS ends,
    arrayFilter((n, is_it) -> is_it, arrayEnumerate(keys), starts) AS places,
    arrayMap((place, next) -> next - place, places, arrayPushBack(arrayPopFront(places), toUInt32(length(keys) + 1))) AS sizes,
    arrayMap((last_ms, n) -> n = length(ends) AND last_ms + 600000 >= 3691800001 AND toDate(fromUnixTimestamp64Milli(last_ms + 1772121599999, 'Asia/Shanghai')) = {b3:Date}, ends, arrayEnumerate(ends)) AS opens,
    arrayFilter((value, is_it) -> is_it, first_0_done, starts) AS first_0s
  FROM cut
),
visits AS (
  SELECT person, fromUnixTimestamp64Milli(first_ms + 1772121599999, 'UTC') AS began,
    fromUnixTimestamp64Milli(before_ms + 1772121599999, 'UTC') AS before, (last_ms - first_ms) / 1000 AS seconds,
    size, is_open, first_0
  FROM (SELECT *, arrayPushFront(arrayPopBack(begins), 0) AS befores FROM stays)
  ARRAY JOIN begins AS first_ms, ends AS last_ms, befores AS before_ms, sizes AS size, opens AS is_open, first_0s AS first_0
  WHERE first_ms >= 172800001 AND first_ms < 2851200001
),
split AS (
  SELECT person, began, before, seconds, size, is_open, first_0 AS by_0, attribute_1 AS by_1
  FROM visits
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
),
cells AS (
  SELECT toDate(began, 'Asia/Shanghai') AS t, (seconds >= 10) + (seconds >= 30) + (seconds >= 60) + (seconds >= 180) + (seconds >= 600) + (seconds >= 1800) + (seconds >= 3600) AS length, (size >= 2) + (size >= 3) + (size >= 4) + (size >= 6) + (size >= 11) + (size >= 21) + (size >= 51) AS depth, least(place, 3) AS cell_shown_place, if(place > 2, '', by_0) AS cell_shown_by_0, if(place > 2, '', by_1) AS cell_shown_by_1,
    count() AS visits, uniqExactState(person) AS people, countIf(is_open) AS still,
    countIf(size = 1 AND NOT is_open) AS bounces, sum(size) AS events,
    quantileExactInclusiveState(0.5)(seconds) AS middle, sum(seconds) AS lasted
  FROM placed
  GROUP BY t, length, depth, cell_shown_place, cell_shown_by_0, cell_shown_by_1
)
SELECT cell_shown_place, cell_shown_by_0, cell_shown_by_1, toNullable(t) AS t, sum(visits), uniqExactMerge(people) AS known, known, sum(still),
  sum(bounces), sum(events), quantileExactInclusiveMerge(0.5)(middle), sum(lasted) / sum(visits),
  [sumIf(visits, length >= 0), sumIf(visits, length >= 1), sumIf(visits, length >= 2), sumIf(visits, length >= 3), sumIf(visits, length >= 4), sumIf(visits, length >= 5), sumIf(visits, length >= 6), sumIf(visits, length >= 7)], [sumIf(visits, depth >= 0), sumIf(visits, depth >= 1), sumIf(visits, depth >= 2), sumIf(visits, depth >= 3), sumIf(visits, depth >= 4), sumIf(visits, depth >= 5), sumIf(visits, depth >= 6), sumIf(visits, depth >= 7)]
FROM cells
GROUP BY GROUPING SETS ((), (t), (cell_shown_place, cell_shown_by_0, cell_shown_by_1), (cell_shown_place, cell_shown_by_0, cell_shown_by_1, t));

-- people
WITH
touches AS (
  WITH toUInt8(if(campaign != '', 1, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772121599999), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArray(key) AS came_in,
    groupArrayIf(sipHash64(campaign), campaign != '') AS campaigns,
    groupArray(JSONExtractString(properties, {b2:String})) AS first_0
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
ordered AS (
  SELECT person, came_in, first_0,
    if(empty(campaigns), [], arrayFilter(key -> bitAnd(key, 1) > 0, came_in)) AS named,
    arraySort((campaign, key) -> key, campaigns, named) AS came,
    arraySort(if(empty(campaigns), came_in, arrayConcat(arrayFilter(key -> bitAnd(key, 1) = 0, came_in), arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, bitOr(key, 2), key),
      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came))))) AS keys
  FROM touches
),
cut AS (
  SELECT person, keys,
    arraySort((value, key) -> key, first_0, came_in) AS first_0_done,
    arrayMap((key, before, days) -> key > bitOr(before, 4194303) + 2516582400000 OR days != 0, keys, arrayPushFront(arrayPopBack(keys), 0),
      arrayDifference(arrayMap(key -> toUInt16(toDate(fromUnixTimestamp64Milli(toInt64(bitShiftRight(key, 22)) + 1772121599999, 'Asia/Shanghai'))), keys))) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks_of_runs,
    arrayRotateRight(arrayFill(run -> run > 0, marks_of_runs), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
stays AS (
  SELECT person, arrayRotateLeft(starts, 1) AS stops,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), arrayFilter((key, is_it) -> is_it, keys, starts)) AS begins,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), arrayFilter((key, is_it) -> is_it, keys, stops)) AS ends,
    arrayFilter((n, is_it) -> is_it, arrayEnumerate(keys), starts) AS places,
    arrayMap((place, next) -> next - place, places, arrayPushBack(arrayPopFront(places), toUInt32(length(keys) + 1))) AS sizes,
    arrayMap((last_ms, n) -> n = length(ends) AND last_ms + 600000 >= 3691800001 AND toDate(fromUnixTimestamp64Milli(last_ms + 1772121599999, 'Asia/Shanghai')) = {b5:Date}, ends, arrayEnumerate(ends)) AS opens,
    arrayFilter((value, is_it) -> is_it, first_0_done, starts) AS first_0s
  FROM cut
),
visits AS (
  SELECT person, fromUnixTimestamp64Milli(first_ms + 1772121599999, 'UTC') AS began,
    fromUnixTimestamp64Milli(before_ms + 1772121599999, 'UTC') AS before, (last_ms - first_ms) / 1000 AS seconds,
    size, is_open, first_0
  FROM (SELECT *, arrayPushFront(arrayPopBack(begins), 0) AS befores FROM stays)
  ARRAY JOIN begins AS first_ms, ends AS last_ms, befores AS before_ms, sizes AS size, opens AS is_open, first_0s AS first_0
  WHERE first_ms >= 172800001 AND first_ms < 2851200001
),
split AS (
  SELECT person, began, before, seconds, size, is_open, first_0 AS by_0, attribute_1 AS by_1
  FROM visits
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
SELECT DISTINCT person AS person_id
FROM placed
WHERE 1
    AND by_0 = {b0:String} AND by_1 = {b1:String};

-- people
WITH
touches AS (
  WITH toUInt8(if(campaign != '', 1, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772121599999), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArray(key) AS came_in,
    groupArrayIf(sipHash64(campaign), campaign != '') AS campaigns,
    groupArray(JSONExtractString(properties, {b0:String})) AS first_0
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY person
),
ordered AS (
  SELECT person, came_in, first_0,
    if(empty(campaigns), [], arrayFilter(key -> bitAnd(key, 1) > 0, came_in)) AS named,
    arraySort((campaign, key) -> key, campaigns, named) AS came,
    arraySort(if(empty(campaigns), came_in, arrayConcat(arrayFilter(key -> bitAnd(key, 1) = 0, came_in), arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, bitOr(key, 2), key),
      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came))))) AS keys
  FROM touches
),
cut AS (
  SELECT person, keys,
    arraySort((value, key) -> key, first_0, came_in) AS first_0_done,
    arrayMap((key, before, days) -> key > bitOr(before, 4194303) + 2516582400000 OR days != 0, keys, arrayPushFront(arrayPopBack(keys), 0),
      arrayDifference(arrayMap(key -> toUInt16(toDate(fromUnixTimestamp64Milli(toInt64(bitShiftRight(key, 22)) + 1772121599999, 'Asia/Shanghai'))), keys))) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks_of_runs,
    arrayRotateRight(arrayFill(run -> run > 0, marks_of_runs), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
stays AS (
  SELECT person, arrayRotateLeft(starts, 1) AS stops,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), arrayFilter((key, is_it) -> is_it, keys, starts)) AS begins,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), arrayFilter((key, is_it) -> is_it, keys, stops)) AS ends,
    arrayFilter((n, is_it) -> is_it, arrayEnumerate(keys), starts) AS places,
    arrayMap((place, next) -> next - place, places, arrayPushBack(arrayPopFront(places), toUInt32(length(keys) + 1))) AS sizes,
    arrayMap((last_ms, n) -> n = length(ends) AND last_ms + 600000 >= 3691800001 AND toDate(fromUnixTimestamp64Milli(last_ms + 1772121599999, 'Asia/Shanghai')) = {b3:Date}, ends, arrayEnumerate(ends)) AS opens,
    arrayFilter((value, is_it) -> is_it, first_0_done, starts) AS first_0s
  FROM cut
),
visits AS (
  SELECT person, fromUnixTimestamp64Milli(first_ms + 1772121599999, 'UTC') AS began,
    fromUnixTimestamp64Milli(before_ms + 1772121599999, 'UTC') AS before, (last_ms - first_ms) / 1000 AS seconds,
    size, is_open, first_0
  FROM (SELECT *, arrayPushFront(arrayPopBack(begins), 0) AS befores FROM stays)
  ARRAY JOIN begins AS first_ms, ends AS last_ms, befores AS before_ms, sizes AS size, opens AS is_open, first_0s AS first_0
  WHERE first_ms >= 172800001 AND first_ms < 2851200001
),
split AS (
  SELECT person, began, before, seconds, size, is_open, first_0 AS by_0, attribute_1 AS by_1
  FROM visits
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
SELECT DISTINCT person AS person_id
FROM placed
WHERE is_open
    AND place > 2;

