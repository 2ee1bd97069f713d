-- answer
WITH
touches AS (
  WITH toUInt8(campaign != '') AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772208000000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArrayIf(key, NOT served) AS plain,
    groupArrayIf(key, served) AS named,
    groupArrayIf(toString(campaign), served) AS campaigns
  FROM events
  WHERE event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
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
split AS (
  SELECT person, began, before, seconds, size, is_open
  FROM visits
)
SELECT toNullable(toMonday(began, 'Asia/Shanghai')) AS t, count(), countIf(before < fromUnixTimestamp64Milli({b0:Int64}, 'UTC')), countIf(before < fromUnixTimestamp64Milli({b0:Int64}, 'UTC') OR toMonday(before, 'Asia/Shanghai') != toMonday(began, 'Asia/Shanghai')), countIf(is_open),
  countIf(size = 1 AND NOT is_open), sum(size), quantileExactInclusive(0.5)(seconds), avg(seconds),
  [countIf(seconds >= 0), countIf(seconds >= 10), countIf(seconds >= 30), countIf(seconds >= 60), countIf(seconds >= 180), countIf(seconds >= 600), countIf(seconds >= 1800), countIf(seconds >= 3600)], [countIf(size >= 1), countIf(size >= 2), countIf(size >= 3), countIf(size >= 4), countIf(size >= 6), countIf(size >= 11), countIf(size >= 21), countIf(size >= 51)]
FROM split
GROUP BY ROLLUP (t);

-- people
WITH
touches AS (
  WITH toUInt8(campaign != '') AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772208000000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArrayIf(key, NOT served) AS plain,
    groupArrayIf(key, served) AS named,
    groupArrayIf(toString(campaign), served) AS campaigns
  FROM events
  WHERE event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String}
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
split AS (
  SELECT person, began, before, seconds, size, is_open
  FROM visits
)
SELECT DISTINCT person AS person_id
FROM split
WHERE 1;

-- people
WITH
touches AS (
  WITH toUInt8(campaign != '') AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772208000000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArrayIf(key, NOT served) AS plain,
    groupArrayIf(key, served) AS named,
    groupArrayIf(toString(campaign), served) AS campaigns
  FROM events
  WHERE event = {b2:String} AND JSONExtractString(properties, {b3:String}) = {b4:String}
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
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
split AS (
  SELECT person, began, before, seconds, size, is_open
  FROM visits
)
SELECT DISTINCT person AS person_id
FROM split
WHERE size = 1 AND NOT is_open
    AND began >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b1:Int64}, 'UTC');

-- people
WITH
touches AS (
  WITH toUInt8(campaign != '') AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772208000000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArrayIf(key, NOT served) AS plain,
    groupArrayIf(key, served) AS named,
    groupArrayIf(toString(campaign), served) AS campaigns
  FROM events
  WHERE event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String}
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
split AS (
  SELECT person, began, before, seconds, size, is_open
  FROM visits
)
SELECT DISTINCT person AS person_id
FROM split
WHERE 1
    AND seconds >= 10 AND seconds < 30
    AND size >= 2 AND size < 3;

