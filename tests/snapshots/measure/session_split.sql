-- answer
WITH
touches AS (
  WITH toUInt8(campaign != '') AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772208000000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArrayIf(key, NOT served) AS plain,
    groupArrayIf(key, served) AS named,
    groupArrayIf(toString(campaign), served) AS campaigns,
    arraySort(each -> each.1, groupArray(tuple(key, JSONExtractString(properties, {b1:String})))) AS done
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
),
ordered AS (
  SELECT person, done,
    arraySort((campaign, key) -> key, campaigns, named) AS came,
    arraySort(arrayConcat(plain, arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, bitOr(key, 2), key),
      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came)))) AS keys
  FROM touches
),
cut AS (
  SELECT person, done,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), keys) AS times,
    arrayMap((n, pause, days) -> n = 1 OR pause > 600000 OR days != 0, arrayEnumerate(times), arrayDifference(times), arrayDifference(arrayMap(at -> toUInt16(toDate(fromUnixTimestamp64Milli(at + 1772208000000, 'Asia/Shanghai'))), times))) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks,
    arrayRotateRight(arrayFill(run -> run > 0, marks), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
visits AS (
  SELECT person, done, fromUnixTimestamp64Milli(first_ms + 1772208000000, 'UTC') AS began, fromUnixTimestamp64Milli(before_ms + 1772208000000, 'UTC') AS before,
    (last_ms - first_ms) / 1000 AS seconds, last_place - place + 1 AS size, last_place = total AS is_last,
    is_last AND last_ms + 600000 >= 3605400000 AND toDate(fromUnixTimestamp64Milli(last_ms + 1772208000000, 'Asia/Shanghai')) = {b4:Date} AS is_open
  FROM (
    SELECT person, length(times) AS total, arrayRotateLeft(starts, 1) AS ends,
      arrayFilter((at, is_start) -> is_start, times, starts) AS firsts,
      arrayFilter((at, is_end) -> is_end, times, ends) AS lasts,
      arrayFilter((n, is_start) -> is_start, arrayEnumerate(times), starts) AS places,
      arrayPushBack(arrayMap(place -> toUInt64(place - 1), arrayPopFront(places)), total) AS last_places,
      arrayPushFront(arrayPopBack(firsts), 0) AS befores,
      arraySplit((each, is_start) -> is_start, done, starts) AS parts
    FROM cut
  )
  ARRAY JOIN firsts AS first_ms, lasts AS last_ms, befores AS before_ms, places AS place, last_places AS last_place, parts AS done
  WHERE first_ms >= 86400000 AND first_ms < 2764800000
),
split AS (
  SELECT person, began, before, seconds, size, is_open, done[1].2 AS by_0, attribute_1 AS by_1
  FROM visits
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b5:String}
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
SELECT least(place, 3) AS shown_place, if(place > 2, '', by_0) AS shown_by_0, if(place > 2, '', by_1) AS shown_by_1, toNullable(toDate(began, 'Asia/Shanghai')) AS t, count(), uniqExact(person) AS people, people, countIf(is_open),
  countIf(size = 1 AND NOT is_open), sum(size), quantileExactInclusive(0.5)(seconds), avg(seconds),
  [countIf(seconds >= 0), countIf(seconds >= 10), countIf(seconds >= 30), countIf(seconds >= 60), countIf(seconds >= 180), countIf(seconds >= 600), countIf(seconds >= 1800), countIf(seconds >= 3600)], [countIf(size >= 1), countIf(size >= 2), countIf(size >= 3), countIf(size >= 4), countIf(size >= 6), countIf(size >= 11), countIf(size >= 21), countIf(size >= 51)]
FROM placed
GROUP BY GROUPING SETS ((), (t), (shown_place, shown_by_0, shown_by_1), (shown_place, shown_by_0, shown_by_1, t));

-- people
WITH
touches AS (
  WITH toUInt8(campaign != '') AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772208000000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArrayIf(key, NOT served) AS plain,
    groupArrayIf(key, served) AS named,
    groupArrayIf(toString(campaign), served) AS campaigns,
    arraySort(each -> each.1, groupArray(tuple(key, JSONExtractString(properties, {b2:String})))) AS done
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
ordered AS (
  SELECT person, done,
    arraySort((campaign, key) -> key, campaigns, named) AS came,
    arraySort(arrayConcat(plain, arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, bitOr(key, 2), key),
      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came)))) AS keys
  FROM touches
),
cut AS (
  SELECT person, done,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), keys) AS times,
    arrayMap((n, pause, days) -> n = 1 OR pause > 600000 OR days != 0, arrayEnumerate(times), arrayDifference(times), arrayDifference(arrayMap(at -> toUInt16(toDate(fromUnixTimestamp64Milli(at + 1772208000000, 'Asia/Shanghai'))), times))) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks,
    arrayRotateRight(arrayFill(run -> run > 0, marks), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
visits AS (
  SELECT person, done, fromUnixTimestamp64Milli(first_ms + 1772208000000, 'UTC') AS began, fromUnixTimestamp64Milli(before_ms + 1772208000000, 'UTC') AS before,
    (last_ms - first_ms) / 1000 AS seconds, last_place - place + 1 AS size, last_place = total AS is_last,
    is_last AND last_ms + 600000 >= 3605400000 AND toDate(fromUnixTimestamp64Milli(last_ms + 1772208000000, 'Asia/Shanghai')) = {b5:Date} AS is_open
  FROM (
    SELECT person, length(times) AS total, arrayRotateLeft(starts, 1) AS ends,
      arrayFilter((at, is_start) -> is_start, times, starts) AS firsts,
      arrayFilter((at, is_end) -> is_end, times, ends) AS lasts,
      arrayFilter((n, is_start) -> is_start, arrayEnumerate(times), starts) AS places,
      arrayPushBack(arrayMap(place -> toUInt64(place - 1), arrayPopFront(places)), total) AS last_places,
      arrayPushFront(arrayPopBack(firsts), 0) AS befores,
      arraySplit((each, is_start) -> is_start, done, starts) AS parts
    FROM cut
  )
  ARRAY JOIN firsts AS first_ms, lasts AS last_ms, befores AS before_ms, places AS place, last_places AS last_place, parts AS done
  WHERE first_ms >= 86400000 AND first_ms < 2764800000
),
split AS (
  SELECT person, began, before, seconds, size, is_open, done[1].2 AS by_0, attribute_1 AS by_1
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
  WITH toUInt8(campaign != '') AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772208000000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArrayIf(key, NOT served) AS plain,
    groupArrayIf(key, served) AS named,
    groupArrayIf(toString(campaign), served) AS campaigns,
    arraySort(each -> each.1, groupArray(tuple(key, JSONExtractString(properties, {b0:String})))) AS done
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY person
),
ordered AS (
  SELECT person, done,
    arraySort((campaign, key) -> key, campaigns, named) AS came,
    arraySort(arrayConcat(plain, arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, bitOr(key, 2), key),
      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came)))) AS keys
  FROM touches
),
cut AS (
  SELECT person, done,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), keys) AS times,
    arrayMap((n, pause, days) -> n = 1 OR pause > 600000 OR days != 0, arrayEnumerate(times), arrayDifference(times), arrayDifference(arrayMap(at -> toUInt16(toDate(fromUnixTimestamp64Milli(at + 1772208000000, 'Asia/Shanghai'))), times))) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks,
    arrayRotateRight(arrayFill(run -> run > 0, marks), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
visits AS (
  SELECT person, done, fromUnixTimestamp64Milli(first_ms + 1772208000000, 'UTC') AS began, fromUnixTimestamp64Milli(before_ms + 1772208000000, 'UTC') AS before,
    (last_ms - first_ms) / 1000 AS seconds, last_place - place + 1 AS size, last_place = total AS is_last,
    is_last AND last_ms + 600000 >= 3605400000 AND toDate(fromUnixTimestamp64Milli(last_ms + 1772208000000, 'Asia/Shanghai')) = {b3:Date} AS is_open
  FROM (
    SELECT person, length(times) AS total, arrayRotateLeft(starts, 1) AS ends,
      arrayFilter((at, is_start) -> is_start, times, starts) AS firsts,
      arrayFilter((at, is_end) -> is_end, times, ends) AS lasts,
      arrayFilter((n, is_start) -> is_start, arrayEnumerate(times), starts) AS places,
      arrayPushBack(arrayMap(place -> toUInt64(place - 1), arrayPopFront(places)), total) AS last_places,
      arrayPushFront(arrayPopBack(firsts), 0) AS befores,
      arraySplit((each, is_start) -> is_start, done, starts) AS parts
    FROM cut
  )
  ARRAY JOIN firsts AS first_ms, lasts AS last_ms, befores AS before_ms, places AS place, last_places AS last_place, parts AS done
  WHERE first_ms >= 86400000 AND first_ms < 2764800000
),
split AS (
  SELECT person, began, before, seconds, size, is_open, done[1].2 AS by_0, attribute_1 AS by_1
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

