-- answer
SELECT 1 FROM events
WHERE event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
    AND campaign != ''
LIMIT 1;

-- answer
WITH
touches AS (
  WITH toUInt8(0) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772121599999), 0) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772121599999), 0) + served)) AS keys
  FROM events
  WHERE event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
cut AS (
  SELECT person, keys,
    arrayMap((key, before) -> key > bitOr(before, 0) + 1800000, keys, arrayPushFront(arrayPopBack(keys), 0)) AS runs,
    runs AS starts
  FROM touches
),
stays AS (
  SELECT person, arrayRotateLeft(starts, 1) AS stops,
    arrayMap(key -> toInt64(bitShiftRight(key, 0)), arrayFilter((key, is_it) -> is_it, keys, starts)) AS begins,
    arrayMap(key -> toInt64(bitShiftRight(key, 0)), arrayFilter((key, is_it) -> is_it, keys, stops)) AS ends,
    arrayFilter((n, is_it) -> is_it, arrayEnumerate(keys), starts) AS places,
    arrayMap((place, next) -> next - place, places, arrayPushBack(arrayPopFront(places), toUInt32(length(keys) + 1))) AS sizes,
    arrayMap((last_ms, n) -> n = length(ends) AND last_ms + 1800000 >= 3691800001, ends, arrayEnumerate(ends)) AS opens
  FROM cut
),
visits AS (
  SELECT person, fromUnixTimestamp64Milli(first_ms + 1772121599999, 'UTC') AS began,
    fromUnixTimestamp64Milli(before_ms + 1772121599999, 'UTC') AS before, (last_ms - first_ms) / 1000 AS seconds,
    size, is_open
  FROM (SELECT *, arrayPushFront(arrayPopBack(begins), 0) AS befores FROM stays)
  ARRAY JOIN begins AS first_ms, ends AS last_ms, befores AS before_ms, sizes AS size, opens AS is_open
  WHERE first_ms >= 172800001 AND first_ms < 2851200001
),
split AS (
  SELECT person, began, before, seconds, size, is_open
  FROM visits
),
cells AS (
  SELECT toMonday(began, 'Asia/Shanghai') AS t, (seconds >= 10) + (seconds >= 30) + (seconds >= 60) + (seconds >= 180) + (seconds >= 600) + (seconds >= 1800) + (seconds >= 3600) AS length, (size >= 2) + (size >= 3) + (size >= 4) + (size >= 6) + (size >= 11) + (size >= 21) + (size >= 51) AS depth,
    count() AS visits, countIf(before < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')) AS newcomers,
    countIf(before < fromUnixTimestamp64Milli({b5:Int64}, 'UTC') OR toMonday(before, 'Asia/Shanghai') != toMonday(began, 'Asia/Shanghai')) AS newcomers_of_period, countIf(is_open) AS still,
    countIf(size = 1 AND NOT is_open) AS bounces, sum(size) AS events,
    quantileExactInclusiveState(0.5)(seconds) AS middle, sum(seconds) AS lasted
  FROM split
  GROUP BY t, length, depth
)
SELECT toNullable(t) AS t, sum(visits), sum(newcomers), sum(newcomers_of_period), sum(still),
  sum(bounces), sum(events), quantileExactInclusiveMerge(0.5)(middle), sum(lasted) / sum(visits),
  [sumIf(visits, length >= 0), sumIf(visits, length >= 1), sumIf(visits, length >= 2), sumIf(visits, length >= 3), sumIf(visits, length >= 4), sumIf(visits, length >= 5), sumIf(visits, length >= 6), sumIf(visits, length >= 7)], [sumIf(visits, depth >= 0), sumIf(visits, depth >= 1), sumIf(visits, depth >= 2), sumIf(visits, depth >= 3), sumIf(visits, depth >= 4), sumIf(visits, depth >= 5), sumIf(visits, depth >= 6), sumIf(visits, depth >= 7)]
FROM cells
GROUP BY ROLLUP (t);

-- people
WITH
touches AS (
  WITH toUInt8(if(campaign != '', 1, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772121599999), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArray(key) AS came_in,
    groupArrayIf(sipHash64(campaign), campaign != '') AS campaigns
  FROM events
  WHERE event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
ordered AS (
  SELECT person,
    if(empty(campaigns), [], arrayFilter(key -> bitAnd(key, 1) > 0, came_in)) AS named,
    arraySort((campaign, key) -> key, campaigns, named) AS came,
    arraySort(if(empty(campaigns), came_in, arrayConcat(arrayFilter(key -> bitAnd(key, 1) = 0, came_in), arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, bitOr(key, 2), key),
      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came))))) AS keys
  FROM touches
),
cut AS (
  SELECT person, keys,
    arrayMap((key, before) -> key > bitOr(before, 4194303) + 7549747200000, keys, arrayPushFront(arrayPopBack(keys), 0)) AS runs,
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
    arrayMap((last_ms, n) -> n = length(ends) AND last_ms + 1800000 >= 3691800001, ends, arrayEnumerate(ends)) AS opens
  FROM cut
),
visits AS (
  SELECT person, fromUnixTimestamp64Milli(first_ms + 1772121599999, 'UTC') AS began,
    fromUnixTimestamp64Milli(before_ms + 1772121599999, 'UTC') AS before, (last_ms - first_ms) / 1000 AS seconds,
    size, is_open
  FROM (SELECT *, arrayPushFront(arrayPopBack(begins), 0) AS befores FROM stays)
  ARRAY JOIN begins AS first_ms, ends AS last_ms, befores AS before_ms, sizes AS size, opens AS is_open
  WHERE first_ms >= 172800001 AND first_ms < 2851200001
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
  WITH toUInt8(if(campaign != '', 1, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772121599999), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArray(key) AS came_in,
    groupArrayIf(sipHash64(campaign), campaign != '') AS campaigns
  FROM events
  WHERE event = {b2:String} AND JSONExtractString(properties, {b3:String}) = {b4:String}
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
  GROUP BY person
),
ordered AS (
  SELECT person,
    if(empty(campaigns), [], arrayFilter(key -> bitAnd(key, 1) > 0, came_in)) AS named,
    arraySort((campaign, key) -> key, campaigns, named) AS came,
    arraySort(if(empty(campaigns), came_in, arrayConcat(arrayFilter(key -> bitAnd(key, 1) = 0, came_in), arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, bitOr(key, 2), key),
      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came))))) AS keys
  FROM touches
),
cut AS (
  SELECT person, keys,
    arrayMap((key, before) -> key > bitOr(before, 4194303) + 7549747200000, keys, arrayPushFront(arrayPopBack(keys), 0)) AS runs,
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
    arrayMap((last_ms, n) -> n = length(ends) AND last_ms + 1800000 >= 3691800001, ends, arrayEnumerate(ends)) AS opens
  FROM cut
),
visits AS (
  SELECT person, fromUnixTimestamp64Milli(first_ms + 1772121599999, 'UTC') AS began,
    fromUnixTimestamp64Milli(before_ms + 1772121599999, 'UTC') AS before, (last_ms - first_ms) / 1000 AS seconds,
    size, is_open
  FROM (SELECT *, arrayPushFront(arrayPopBack(begins), 0) AS befores FROM stays)
  ARRAY JOIN begins AS first_ms, ends AS last_ms, befores AS before_ms, sizes AS size, opens AS is_open
  WHERE first_ms >= 172800001 AND first_ms < 2851200001
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
  WITH toUInt8(if(campaign != '', 1, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772121599999), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArray(key) AS came_in,
    groupArrayIf(sipHash64(campaign), campaign != '') AS campaigns
  FROM events
  WHERE event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
ordered AS (
  SELECT person,
    if(empty(campaigns), [], arrayFilter(key -> bitAnd(key, 1) > 0, came_in)) AS named,
    arraySort((campaign, key) -> key, campaigns, named) AS came,
    arraySort(if(empty(campaigns), came_in, arrayConcat(arrayFilter(key -> bitAnd(key, 1) = 0, came_in), arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, bitOr(key, 2), key),
      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came))))) AS keys
  FROM touches
),
cut AS (
  SELECT person, keys,
    arrayMap((key, before) -> key > bitOr(before, 4194303) + 7549747200000, keys, arrayPushFront(arrayPopBack(keys), 0)) AS runs,
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
    arrayMap((last_ms, n) -> n = length(ends) AND last_ms + 1800000 >= 3691800001, ends, arrayEnumerate(ends)) AS opens
  FROM cut
),
visits AS (
  SELECT person, fromUnixTimestamp64Milli(first_ms + 1772121599999, 'UTC') AS began,
    fromUnixTimestamp64Milli(before_ms + 1772121599999, 'UTC') AS before, (last_ms - first_ms) / 1000 AS seconds,
    size, is_open
  FROM (SELECT *, arrayPushFront(arrayPopBack(begins), 0) AS befores FROM stays)
  ARRAY JOIN begins AS first_ms, ends AS last_ms, befores AS before_ms, sizes AS size, opens AS is_open
  WHERE first_ms >= 172800001 AND first_ms < 2851200001
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

