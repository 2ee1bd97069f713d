-- answer
WITH
touches AS (
  WITH toUInt8(campaign != '') AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772208000000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArrayIf(key, NOT served) AS plain,
    groupArrayIf(key, served) AS named,
    groupArrayIf(toString(campaign), served) AS campaigns
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
),
ordered AS (
  SELECT person,
    arraySort((campaign, key) -> key, campaigns, named) AS came,
    arraySort(arrayConcat(plain, arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, bitOr(key, 2), key),
      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came)))) AS keys
  FROM touches
),
cut AS (
  SELECT person,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), keys) AS times,
    arrayMap((n, pause) -> n = 1 OR pause > 1800000, arrayEnumerate(times), arrayDifference(times)) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks,
    arrayRotateRight(arrayFill(run -> run > 0, marks), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
visits AS (
  SELECT person, fromUnixTimestamp64Milli(first_ms + 1772208000000, 'UTC') AS began, fromUnixTimestamp64Milli(before_ms + 1772208000000, 'UTC') AS before,
    (last_ms - first_ms) / 1000 AS seconds, last_place - place + 1 AS size, last_place = total AS is_last,
    is_last AND last_ms + 1800000 >= 3605400000 AS is_open
  FROM (
    SELECT person, length(times) AS total, arrayRotateLeft(starts, 1) AS ends,
      arrayFilter((at, is_start) -> is_start, times, starts) AS firsts,
      arrayFilter((at, is_end) -> is_end, times, ends) AS lasts,
      arrayFilter((n, is_start) -> is_start, arrayEnumerate(times), starts) AS places,
      arrayPushBack(arrayMap(place -> toUInt64(place - 1), arrayPopFront(places)), total) AS last_places,
      arrayPushFront(arrayPopBack(firsts), 0) AS befores
    FROM cut
  )
  ARRAY JOIN firsts AS first_ms, lasts AS last_ms, befores AS before_ms, places AS place, last_places AS last_place
  WHERE first_ms >= 86400000 AND first_ms < 2764800000
),
measured AS (
  SELECT person, 0 AS t, sum(seconds) AS value
  FROM visits
  WHERE began >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
  GROUP BY person, t
),
split AS (
  SELECT person, t, value
  FROM measured
)
SELECT count(), count(value), sum(value), avg(value), min(value), quantileExactInclusive(0.5)(value), quantileExactInclusive(0.9)(value), max(value), quantileExactInclusive(0.95)(value)
FROM split;

-- answer
WITH
touches AS (
  WITH toUInt8(campaign != '') AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1740672000000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArrayIf(key, NOT served) AS plain,
    groupArrayIf(key, served) AS named,
    groupArrayIf(toString(campaign), served) AS campaigns
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
),
ordered AS (
  SELECT person,
    arraySort((campaign, key) -> key, campaigns, named) AS came,
    arraySort(arrayConcat(plain, arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, bitOr(key, 2), key),
      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came)))) AS keys
  FROM touches
),
cut AS (
  SELECT person,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), keys) AS times,
    arrayMap((n, pause) -> n = 1 OR pause > 1800000, arrayEnumerate(times), arrayDifference(times)) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks,
    arrayRotateRight(arrayFill(run -> run > 0, marks), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
visits AS (
  SELECT person, fromUnixTimestamp64Milli(first_ms + 1740672000000, 'UTC') AS began, fromUnixTimestamp64Milli(before_ms + 1740672000000, 'UTC') AS before,
    (last_ms - first_ms) / 1000 AS seconds, last_place - place + 1 AS size, last_place = total AS is_last,
    is_last AND last_ms + 1800000 >= 35141400000 AS is_open
  FROM (
    SELECT person, length(times) AS total, arrayRotateLeft(starts, 1) AS ends,
      arrayFilter((at, is_start) -> is_start, times, starts) AS firsts,
      arrayFilter((at, is_end) -> is_end, times, ends) AS lasts,
      arrayFilter((n, is_start) -> is_start, arrayEnumerate(times), starts) AS places,
      arrayPushBack(arrayMap(place -> toUInt64(place - 1), arrayPopFront(places)), total) AS last_places,
      arrayPushFront(arrayPopBack(firsts), 0) AS befores
    FROM cut
  )
  ARRAY JOIN firsts AS first_ms, lasts AS last_ms, befores AS before_ms, places AS place, last_places AS last_place
  WHERE first_ms >= 86400000 AND first_ms < 2764800000
),
measured AS (
  SELECT person, 0 AS t, sum(seconds) AS value
  FROM visits
  WHERE began >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
  GROUP BY person, t
),
split AS (
  SELECT person, t, value
  FROM measured
)
SELECT count(), count(value), sum(value), avg(value), min(value), quantileExactInclusive(0.5)(value), quantileExactInclusive(0.9)(value), max(value), quantileExactInclusive(0.95)(value)
FROM split;

-- people
WITH
touches AS (
  WITH toUInt8(campaign != '') AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1740672000000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArrayIf(key, NOT served) AS plain,
    groupArrayIf(key, served) AS named,
    groupArrayIf(toString(campaign), served) AS campaigns
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
ordered AS (
  SELECT person,
    arraySort((campaign, key) -> key, campaigns, named) AS came,
    arraySort(arrayConcat(plain, arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, bitOr(key, 2), key),
      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came)))) AS keys
  FROM touches
),
cut AS (
  SELECT person,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), keys) AS times,
    arrayMap((n, pause) -> n = 1 OR pause > 1800000, arrayEnumerate(times), arrayDifference(times)) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks,
    arrayRotateRight(arrayFill(run -> run > 0, marks), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
visits AS (
  SELECT person, fromUnixTimestamp64Milli(first_ms + 1740672000000, 'UTC') AS began, fromUnixTimestamp64Milli(before_ms + 1740672000000, 'UTC') AS before,
    (last_ms - first_ms) / 1000 AS seconds, last_place - place + 1 AS size, last_place = total AS is_last,
    is_last AND last_ms + 1800000 >= 35141400000 AS is_open
  FROM (
    SELECT person, length(times) AS total, arrayRotateLeft(starts, 1) AS ends,
      arrayFilter((at, is_start) -> is_start, times, starts) AS firsts,
      arrayFilter((at, is_end) -> is_end, times, ends) AS lasts,
      arrayFilter((n, is_start) -> is_start, arrayEnumerate(times), starts) AS places,
      arrayPushBack(arrayMap(place -> toUInt64(place - 1), arrayPopFront(places)), total) AS last_places,
      arrayPushFront(arrayPopBack(firsts), 0) AS befores
    FROM cut
  )
  ARRAY JOIN firsts AS first_ms, lasts AS last_ms, befores AS before_ms, places AS place, last_places AS last_place
  WHERE first_ms >= 86400000 AND first_ms < 2764800000
),
measured AS (
  SELECT person, 0 AS t, sum(seconds) AS value
  FROM visits
  WHERE began >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY person, t
),
split AS (
  SELECT person, t, value
  FROM measured
)
SELECT person AS person_id
FROM split
WHERE value IS NOT NULL
    AND value >= {b0:Float64};

-- people
WITH
touches AS (
  WITH toUInt8(campaign != '') AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772208000000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArrayIf(key, NOT served) AS plain,
    groupArrayIf(key, served) AS named,
    groupArrayIf(toString(campaign), served) AS campaigns,
    arraySort(each -> each.1, groupArray(tuple(key, JSONExtractString(properties, {b5:String})))) AS done
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
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
    arrayMap((n, pause) -> n = 1 OR pause > 1800000, arrayEnumerate(times), arrayDifference(times)) AS runs,
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
    is_last AND last_ms + 1800000 >= 3605400000 AS is_open
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
measured AS (
  SELECT person, 0 AS t, sum(seconds) AS value,
    argMin(done[1].2, began) AS by_0
  FROM visits
  WHERE began >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person, t
),
split AS (
  SELECT person, t, value, by_0 AS by_0, attribute_1 AS by_1
  FROM measured
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b8:String}
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
SELECT person AS person_id
FROM placed
WHERE value IS NOT NULL
    AND value >= {b0:Float64}
    AND by_0 = {b1:String} AND by_1 = {b2:String};

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
    arrayMap((n, pause) -> n = 1 OR pause > 1800000, arrayEnumerate(times), arrayDifference(times)) AS runs,
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
    is_last AND last_ms + 1800000 >= 3605400000 AS is_open
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
measured AS (
  SELECT person, 0 AS t, sum(seconds) AS value,
    argMin(done[1].2, began) AS by_0
  FROM visits
  WHERE began >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
  GROUP BY person, t
),
split AS (
  SELECT person, t, value, by_0 AS by_0, attribute_1 AS by_1
  FROM measured
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
SELECT person AS person_id
FROM placed
WHERE value IS NOT NULL
    AND 1
    AND place > 2;

