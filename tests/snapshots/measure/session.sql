-- answer
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, toString(campaign), 0))) AS done
  FROM events
  WHERE event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
cut AS (
  SELECT person, done, arrayMap((each, before, n) -> n = 1 OR each.1 - before.1 > 1800000, done, arrayPushFront(arrayPopBack(done), done[1]), arrayEnumerate(done)) AS runs,
    arrayMap(each -> each.3, done) AS campaigns,
    arrayFill(each -> each.1 != '' OR each.2, arrayZip(campaigns, runs)) AS known,
    arrayMap((campaign, run, before) -> run OR (campaign != '' AND campaign != before.1),
      campaigns, runs, arrayPushFront(arrayPopBack(known), known[1])) AS starts
  FROM touches
),
parted AS (
  SELECT person, arraySplit((each, is_start) -> is_start, done, starts) AS parts
  FROM cut
),
visits AS (
  SELECT person, arrayJoin(arrayZip(parts, arrayEnumerate(parts))) AS part, part.1 AS done,
    part.2 = length(parts) AS is_last, done[1].1 AS first_ms, done[-1].1 AS last_ms,
    length(done) AS size, (last_ms - first_ms) / 1000 AS seconds,
    fromUnixTimestamp64Milli(first_ms, 'UTC') AS began, is_last AND last_ms + 1800000 >= 1775813400000 AS is_open
  FROM parted
  WHERE began >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
),
split AS (
  SELECT person, began, seconds, size, is_open
  FROM visits
)
SELECT toNullable(toMonday(began, 'Asia/Shanghai')) AS t, count(), uniqExact(person), countIf(is_open),
  countIf(size = 1 AND NOT is_open), sum(size), quantileExactInclusive(0.5)(seconds), avg(seconds),
  [countIf(seconds >= 0 AND seconds < 10), countIf(seconds >= 10 AND seconds < 30), countIf(seconds >= 30 AND seconds < 60), countIf(seconds >= 60 AND seconds < 180), countIf(seconds >= 180 AND seconds < 600), countIf(seconds >= 600 AND seconds < 1800), countIf(seconds >= 1800 AND seconds < 3600), countIf(seconds >= 3600)], [countIf(size >= 1 AND size < 2), countIf(size >= 2 AND size < 3), countIf(size >= 3 AND size < 4), countIf(size >= 4 AND size < 6), countIf(size >= 6 AND size < 11), countIf(size >= 11 AND size < 21), countIf(size >= 21 AND size < 51), countIf(size >= 51)]
FROM split
GROUP BY GROUPING SETS ((), (t));

-- people
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, toString(campaign), 0))) AS done
  FROM events
  WHERE event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
cut AS (
  SELECT person, done, arrayMap((each, before, n) -> n = 1 OR each.1 - before.1 > 1800000, done, arrayPushFront(arrayPopBack(done), done[1]), arrayEnumerate(done)) AS runs,
    arrayMap(each -> each.3, done) AS campaigns,
    arrayFill(each -> each.1 != '' OR each.2, arrayZip(campaigns, runs)) AS known,
    arrayMap((campaign, run, before) -> run OR (campaign != '' AND campaign != before.1),
      campaigns, runs, arrayPushFront(arrayPopBack(known), known[1])) AS starts
  FROM touches
),
parted AS (
  SELECT person, arraySplit((each, is_start) -> is_start, done, starts) AS parts
  FROM cut
),
visits AS (
  SELECT person, arrayJoin(arrayZip(parts, arrayEnumerate(parts))) AS part, part.1 AS done,
    part.2 = length(parts) AS is_last, done[1].1 AS first_ms, done[-1].1 AS last_ms,
    length(done) AS size, (last_ms - first_ms) / 1000 AS seconds,
    fromUnixTimestamp64Milli(first_ms, 'UTC') AS began, is_last AND last_ms + 1800000 >= 1775813400000 AS is_open
  FROM parted
  WHERE began >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
),
split AS (
  SELECT person, began, seconds, size, is_open
  FROM visits
)
SELECT DISTINCT person AS person_id
FROM split
WHERE 1;

-- people
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, toString(campaign), 0))) AS done
  FROM events
  WHERE event = {b2:String} AND JSONExtractString(properties, {b3:String}) = {b4:String}
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
  GROUP BY person
),
cut AS (
  SELECT person, done, arrayMap((each, before, n) -> n = 1 OR each.1 - before.1 > 1800000, done, arrayPushFront(arrayPopBack(done), done[1]), arrayEnumerate(done)) AS runs,
    arrayMap(each -> each.3, done) AS campaigns,
    arrayFill(each -> each.1 != '' OR each.2, arrayZip(campaigns, runs)) AS known,
    arrayMap((campaign, run, before) -> run OR (campaign != '' AND campaign != before.1),
      campaigns, runs, arrayPushFront(arrayPopBack(known), known[1])) AS starts
  FROM touches
),
parted AS (
  SELECT person, arraySplit((each, is_start) -> is_start, done, starts) AS parts
  FROM cut
),
visits AS (
  SELECT person, arrayJoin(arrayZip(parts, arrayEnumerate(parts))) AS part, part.1 AS done,
    part.2 = length(parts) AS is_last, done[1].1 AS first_ms, done[-1].1 AS last_ms,
    length(done) AS size, (last_ms - first_ms) / 1000 AS seconds,
    fromUnixTimestamp64Milli(first_ms, 'UTC') AS began, is_last AND last_ms + 1800000 >= 1775813400000 AS is_open
  FROM parted
  WHERE began >= fromUnixTimestamp64Milli({b7:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b8:Int64}, 'UTC')
),
split AS (
  SELECT person, began, seconds, size, is_open
  FROM visits
)
SELECT DISTINCT person AS person_id
FROM split
WHERE size = 1 AND NOT is_open
    AND began >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b1:Int64}, 'UTC');

-- people
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, toString(campaign), 0))) AS done
  FROM events
  WHERE event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
cut AS (
  SELECT person, done, arrayMap((each, before, n) -> n = 1 OR each.1 - before.1 > 1800000, done, arrayPushFront(arrayPopBack(done), done[1]), arrayEnumerate(done)) AS runs,
    arrayMap(each -> each.3, done) AS campaigns,
    arrayFill(each -> each.1 != '' OR each.2, arrayZip(campaigns, runs)) AS known,
    arrayMap((campaign, run, before) -> run OR (campaign != '' AND campaign != before.1),
      campaigns, runs, arrayPushFront(arrayPopBack(known), known[1])) AS starts
  FROM touches
),
parted AS (
  SELECT person, arraySplit((each, is_start) -> is_start, done, starts) AS parts
  FROM cut
),
visits AS (
  SELECT person, arrayJoin(arrayZip(parts, arrayEnumerate(parts))) AS part, part.1 AS done,
    part.2 = length(parts) AS is_last, done[1].1 AS first_ms, done[-1].1 AS last_ms,
    length(done) AS size, (last_ms - first_ms) / 1000 AS seconds,
    fromUnixTimestamp64Milli(first_ms, 'UTC') AS began, is_last AND last_ms + 1800000 >= 1775813400000 AS is_open
  FROM parted
  WHERE began >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
),
split AS (
  SELECT person, began, seconds, size, is_open
  FROM visits
)
SELECT DISTINCT person AS person_id
FROM split
WHERE 1
    AND seconds >= 10 AND seconds < 30
    AND size >= 2 AND size < 3;

