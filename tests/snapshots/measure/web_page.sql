-- answer
WITH
touches AS (
  WITH toUInt8(campaign != '') AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1775705400000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArrayIf(key, NOT served) AS plain,
    groupArrayIf(key, served) AS named,
    groupArrayIf(toString(campaign), served) AS campaigns,
    arraySort(each -> each.1, groupArray(tuple(key, (event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String}), path, ip, (event NOT IN ('session_start', 'page_leave', '$pageleave', '$WebStay', '$WebPageLeave', 'first_visit', 'user_engagement') AND NOT (event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String})), if(event = 'page_leave', CAST(NULL, 'Nullable(Float64)'), NULL), ''))) AS done
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
    arrayMap((n, pause, days) -> n = 1 OR pause > 1800000 OR days != 0, arrayEnumerate(times), arrayDifference(times), arrayDifference(arrayMap(at -> toUInt16(toDate(fromUnixTimestamp64Milli(at + 1775705400000, 'Asia/Shanghai'))), times))) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks,
    arrayRotateRight(arrayFill(run -> run > 0, marks), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
visits AS (
  SELECT person, done, fromUnixTimestamp64Milli(first_ms + 1775705400000, 'UTC') AS began, fromUnixTimestamp64Milli(before_ms + 1775705400000, 'UTC') AS before,
    (last_ms - first_ms) / 1000 AS seconds, last_place - place + 1 AS size, last_place = total AS is_last,
    is_last AND last_ms + 1800000 >= 108000000 AND toDate(fromUnixTimestamp64Milli(last_ms + 1775705400000, 'Asia/Shanghai')) = {b5:Date} AS is_open
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
  WHERE first_ms >= 86400000 AND first_ms < 108000000
),
seen AS (
  SELECT person, began, seconds, is_open, arrayFilter(each -> each.2, done) AS shown,
    length(shown) AS shown_views, arrayExists(each -> each.5, done) AS acted,
    arrayFilter(ip -> ip != '', arrayMap(each -> each.4, done)) AS ips, if(arrayExists(each -> isNotNull(each.6), done), arraySum(each -> ifNull(each.6, 0), done) / 1000, NULL) AS visible,
    arrayDistinct(arrayMap(each -> each.3, shown)) AS named, min(began) OVER (PARTITION BY person) AS first_began,
    person NOT IN (
SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person_id
FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
) AS is_new, shown_views AS views
  FROM visits
  WHERE arrayExists(each -> each.2, done)
)
SELECT toNullable(toUnixTimestamp(toStartOfHour(began, 'Asia/Shanghai'))) AS t, toNullable(toDayOfWeek(began, 0, 'Asia/Shanghai')) AS weekday,
  toNullable(toHour(began, 'Asia/Shanghai')) AS hour,
  sum(views), uniqExact(person), uniqExactArray(ips), count(), uniqExactIf(person, is_new AND toUnixTimestamp(toStartOfHour(first_began, 'Asia/Shanghai')) = toUnixTimestamp(toStartOfHour(began, 'Asia/Shanghai'))),
  countIf(shown_views = 1 AND NOT acted AND NOT is_open), countIf(is_open), avg(seconds), quantileExactInclusive(0.5)(seconds),
  count(visible), avg(visible), quantileExactInclusive(0.5)(visible)
FROM seen
GROUP BY GROUPING SETS ((), (t), (weekday, hour));

-- answer
SELECT uniqExact(person)
FROM (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
);

-- answer
WITH
touches AS (
  WITH toUInt8(campaign != '') AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1775705400000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArrayIf(key, NOT served) AS plain,
    groupArrayIf(key, served) AS named,
    groupArrayIf(toString(campaign), served) AS campaigns,
    arraySort(each -> each.1, groupArray(tuple(key, (event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String}), path, ip, (event NOT IN ('session_start', 'page_leave', '$pageleave', '$WebStay', '$WebPageLeave', 'first_visit', 'user_engagement') AND NOT (event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String})), if(event = 'page_leave', CAST(NULL, 'Nullable(Float64)'), NULL), source))) AS done
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
    arrayMap((n, pause, days) -> n = 1 OR pause > 1800000 OR days != 0, arrayEnumerate(times), arrayDifference(times), arrayDifference(arrayMap(at -> toUInt16(toDate(fromUnixTimestamp64Milli(at + 1775705400000, 'Asia/Shanghai'))), times))) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks,
    arrayRotateRight(arrayFill(run -> run > 0, marks), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
visits AS (
  SELECT person, done, fromUnixTimestamp64Milli(first_ms + 1775705400000, 'UTC') AS began, fromUnixTimestamp64Milli(before_ms + 1775705400000, 'UTC') AS before,
    (last_ms - first_ms) / 1000 AS seconds, last_place - place + 1 AS size, last_place = total AS is_last,
    is_last AND last_ms + 1800000 >= 108000000 AND toDate(fromUnixTimestamp64Milli(last_ms + 1775705400000, 'Asia/Shanghai')) = {b5:Date} AS is_open
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
  WHERE first_ms >= 86400000 AND first_ms < 108000000
),
seen AS (
  SELECT person, began, seconds, is_open, arrayFilter(each -> each.2, done) AS shown,
    length(shown) AS shown_views, arrayExists(each -> each.5, done) AS acted,
    arrayFilter(ip -> ip != '', arrayMap(each -> each.4, done)) AS ips, if(arrayExists(each -> isNotNull(each.6), done), arraySum(each -> ifNull(each.6, 0), done) / 1000, NULL) AS visible,
    [toString(done[1].7)] AS named, min(began) OVER (PARTITION BY person) AS first_began,
    person NOT IN (
SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person_id
FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
) AS is_new
  FROM visits
  WHERE arrayExists(each -> each.2, done)
),
valued AS (
  SELECT *, arrayJoin(named) AS value, shown_views AS views
  FROM seen
),
sized AS (
  SELECT *, count() OVER (PARTITION BY value) AS value_visits FROM valued
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY value_visits DESC, value) AS place FROM sized
)
SELECT least(place, 3) AS shown, if(place > 2, '', value) AS named,
  sum(views), uniqExact(person), uniqExactArray(ips), count(), uniqExactIf(person, is_new),
  countIf(shown_views = 1 AND NOT acted AND NOT is_open), countIf(is_open), avg(seconds), quantileExactInclusive(0.5)(seconds),
  count(visible), avg(visible), quantileExactInclusive(0.5)(visible)
FROM placed
GROUP BY shown, named
ORDER BY shown;

-- answer
WITH
touches AS (
  WITH toUInt8(campaign != '') AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1775705400000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArrayIf(key, NOT served) AS plain,
    groupArrayIf(key, served) AS named,
    groupArrayIf(toString(campaign), served) AS campaigns,
    arraySort(each -> each.1, groupArray(tuple(key, (event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String}), path, ip, (event NOT IN ('session_start', 'page_leave', '$pageleave', '$WebStay', '$WebPageLeave', 'first_visit', 'user_engagement') AND NOT (event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String})), if(event = 'page_leave', CAST(NULL, 'Nullable(Float64)'), NULL), ''))) AS done
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
    arrayMap((n, pause, days) -> n = 1 OR pause > 1800000 OR days != 0, arrayEnumerate(times), arrayDifference(times), arrayDifference(arrayMap(at -> toUInt16(toDate(fromUnixTimestamp64Milli(at + 1775705400000, 'Asia/Shanghai'))), times))) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks,
    arrayRotateRight(arrayFill(run -> run > 0, marks), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
visits AS (
  SELECT person, done, fromUnixTimestamp64Milli(first_ms + 1775705400000, 'UTC') AS began, fromUnixTimestamp64Milli(before_ms + 1775705400000, 'UTC') AS before,
    (last_ms - first_ms) / 1000 AS seconds, last_place - place + 1 AS size, last_place = total AS is_last,
    is_last AND last_ms + 1800000 >= 108000000 AND toDate(fromUnixTimestamp64Milli(last_ms + 1775705400000, 'Asia/Shanghai')) = {b5:Date} AS is_open
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
  WHERE first_ms >= 86400000 AND first_ms < 108000000
),
seen AS (
  SELECT person, began, seconds, is_open, arrayFilter(each -> each.2, done) AS shown,
    length(shown) AS shown_views, arrayExists(each -> each.5, done) AS acted,
    arrayFilter(ip -> ip != '', arrayMap(each -> each.4, done)) AS ips, done,
    arrayDistinct(arrayMap(each -> each.3, shown)) AS named, min(began) OVER (PARTITION BY person) AS first_began,
    person NOT IN (
SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person_id
FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
) AS is_new
  FROM visits
  WHERE arrayExists(each -> each.2, done)
),
valued AS (
  SELECT *, arrayJoin(named) AS value, countEqual(arrayMap(each -> each.3, shown), value) AS views,
    if(arrayExists(each -> isNotNull(each.6), arrayFilter(each -> each.3 = value, done)), arraySum(each -> ifNull(each.6, 0), arrayFilter(each -> each.3 = value, done)) / 1000, NULL) AS visible
  FROM seen
),
sized AS (
  SELECT *, count() OVER (PARTITION BY value) AS value_visits FROM valued
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY value_visits DESC, value) AS place FROM sized
)
SELECT least(place, 3) AS shown, if(place > 2, '', value) AS named,
  sum(views), uniqExact(person), uniqExactArray(ips), count(), uniqExactIf(person, is_new),
  countIf(shown_views = 1 AND NOT acted AND NOT is_open), countIf(is_open), avg(seconds), quantileExactInclusive(0.5)(seconds),
  count(visible), avg(visible), quantileExactInclusive(0.5)(visible)
FROM placed
GROUP BY shown, named
ORDER BY shown;

-- people
SELECT DISTINCT person AS person_id
FROM (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
);

-- people
WITH
touches AS (
  WITH toUInt8(campaign != '') AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1775705400000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArrayIf(key, NOT served) AS plain,
    groupArrayIf(key, served) AS named,
    groupArrayIf(toString(campaign), served) AS campaigns,
    arraySort(each -> each.1, groupArray(tuple(key, (event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String}), path, ip, (event NOT IN ('session_start', 'page_leave', '$pageleave', '$WebStay', '$WebPageLeave', 'first_visit', 'user_engagement') AND NOT (event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String})), if(event = 'page_leave', CAST(NULL, 'Nullable(Float64)'), NULL), ''))) AS done
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
    arrayMap((n, pause, days) -> n = 1 OR pause > 1800000 OR days != 0, arrayEnumerate(times), arrayDifference(times), arrayDifference(arrayMap(at -> toUInt16(toDate(fromUnixTimestamp64Milli(at + 1775705400000, 'Asia/Shanghai'))), times))) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks,
    arrayRotateRight(arrayFill(run -> run > 0, marks), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
visits AS (
  SELECT person, done, fromUnixTimestamp64Milli(first_ms + 1775705400000, 'UTC') AS began, fromUnixTimestamp64Milli(before_ms + 1775705400000, 'UTC') AS before,
    (last_ms - first_ms) / 1000 AS seconds, last_place - place + 1 AS size, last_place = total AS is_last,
    is_last AND last_ms + 1800000 >= 108000000 AND toDate(fromUnixTimestamp64Milli(last_ms + 1775705400000, 'Asia/Shanghai')) = {b5:Date} AS is_open
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
  WHERE first_ms >= 86400000 AND first_ms < 108000000
),
seen AS (
  SELECT person, began, seconds, is_open, arrayFilter(each -> each.2, done) AS shown,
    length(shown) AS shown_views, arrayExists(each -> each.5, done) AS acted,
    arrayFilter(ip -> ip != '', arrayMap(each -> each.4, done)) AS ips, done,
    arrayDistinct(arrayMap(each -> each.3, shown)) AS named, min(began) OVER (PARTITION BY person) AS first_began,
    person NOT IN (
SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person_id
FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
) AS is_new
  FROM visits
  WHERE arrayExists(each -> each.2, done)
),
valued AS (
  SELECT *, arrayJoin(named) AS value, countEqual(arrayMap(each -> each.3, shown), value) AS views,
    if(arrayExists(each -> isNotNull(each.6), arrayFilter(each -> each.3 = value, done)), arraySum(each -> ifNull(each.6, 0), arrayFilter(each -> each.3 = value, done)) / 1000, NULL) AS visible
  FROM seen
),
sized AS (
  SELECT *, count() OVER (PARTITION BY value) AS value_visits FROM valued
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY value_visits DESC, value) AS place FROM sized
)
SELECT DISTINCT person AS person_id
FROM placed
WHERE 1
    AND place > 2;

