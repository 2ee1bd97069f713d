-- answer
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, toString(campaign), 0, (event = {b0:String}), path, ip, (event NOT IN ('session_start', 'page_leave', '$pageleave', '$WebStay', '$WebPageLeave', 'first_visit', 'user_engagement') AND NOT (event = {b0:String})), if(event = 'page_leave', CAST(NULL, 'Nullable(Float64)'), NULL), ''))) AS done
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed')
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND JSONExtractString(properties, {b3:String}) = {b4:String}
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
seen AS (
  SELECT person, began, seconds, is_open, arrayFilter(each -> each.5, done) AS shown,
    length(shown) AS shown_views, arrayExists(each -> each.8, done) AS acted,
    arrayFilter(ip -> ip != '', arrayMap(each -> each.7, done)) AS ips, if(arrayExists(each -> isNotNull(each.9), done), arraySum(each -> ifNull(each.9, 0), done) / 1000, NULL) AS visible,
    [shown[-1].6] AS named, min(began) OVER (PARTITION BY person) AS first_began,
    person NOT IN (
SELECT arrayJoin(bitmapToArray(people)) AS person_id
FROM (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT 0 AS t, groupBitmapMergeState(people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed') AND day >= {b7:Date} AND day <= {b8:Date}
  GROUP BY t
  )
)
) AS is_new, shown_views AS views
  FROM visits
  WHERE arrayExists(each -> each.5, done)
)
SELECT toNullable(toMonday(began, 'Asia/Shanghai')) AS t, toNullable(toDayOfWeek(began, 0, 'Asia/Shanghai')) AS weekday,
  toNullable(toHour(began, 'Asia/Shanghai')) AS hour,
  sum(views), uniqExact(person), uniqExactArray(ips), count(), uniqExactIf(person, is_new AND toMonday(first_began, 'Asia/Shanghai') = toMonday(began, 'Asia/Shanghai')),
  countIf(shown_views = 1 AND NOT acted AND NOT is_open), countIf(is_open), avg(seconds), quantileExactInclusive(0.5)(seconds),
  count(visible), avg(visible), quantileExactInclusive(0.5)(visible)
FROM seen
GROUP BY GROUPING SETS ((), (t), (weekday, hour));

-- answer
SELECT uniqExact(person)
FROM (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed')
    AND time >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
    AND JSONExtractString(properties, {b2:String}) = {b3:String}
);

-- answer
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, toString(campaign), 0, (event = {b0:String}), path, ip, (event NOT IN ('session_start', 'page_leave', '$pageleave', '$WebStay', '$WebPageLeave', 'first_visit', 'user_engagement') AND NOT (event = {b0:String})), if(event = 'page_leave', CAST(NULL, 'Nullable(Float64)'), NULL), source))) AS done
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed')
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND JSONExtractString(properties, {b3:String}) = {b4:String}
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
seen AS (
  SELECT person, began, seconds, is_open, arrayFilter(each -> each.5, done) AS shown,
    length(shown) AS shown_views, arrayExists(each -> each.8, done) AS acted,
    arrayFilter(ip -> ip != '', arrayMap(each -> each.7, done)) AS ips, if(arrayExists(each -> isNotNull(each.9), done), arraySum(each -> ifNull(each.9, 0), done) / 1000, NULL) AS visible,
    [toString(done[1].10)] AS named, min(began) OVER (PARTITION BY person) AS first_began,
    person NOT IN (
SELECT arrayJoin(bitmapToArray(people)) AS person_id
FROM (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT 0 AS t, groupBitmapMergeState(people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed') AND day >= {b7:Date} AND day <= {b8:Date}
  GROUP BY t
  )
)
) AS is_new
  FROM visits
  WHERE arrayExists(each -> each.5, done)
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
SELECT least(place, 11) AS shown, if(place > 10, '', value) AS named,
  sum(views), uniqExact(person), uniqExactArray(ips), count(), uniqExactIf(person, is_new),
  countIf(shown_views = 1 AND NOT acted AND NOT is_open), countIf(is_open), avg(seconds), quantileExactInclusive(0.5)(seconds),
  count(visible), avg(visible), quantileExactInclusive(0.5)(visible)
FROM placed
GROUP BY shown, named
ORDER BY shown;

-- answer
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, toString(campaign), 0, (event = {b0:String}), path, ip, (event NOT IN ('session_start', 'page_leave', '$pageleave', '$WebStay', '$WebPageLeave', 'first_visit', 'user_engagement') AND NOT (event = {b0:String})), if(event = 'page_leave', CAST(NULL, 'Nullable(Float64)'), NULL), ''))) AS done
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed')
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND JSONExtractString(properties, {b3:String}) = {b4:String}
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
seen AS (
  SELECT person, began, seconds, is_open, arrayFilter(each -> each.5, done) AS shown,
    length(shown) AS shown_views, arrayExists(each -> each.8, done) AS acted,
    arrayFilter(ip -> ip != '', arrayMap(each -> each.7, done)) AS ips, if(arrayExists(each -> isNotNull(each.9), done), arraySum(each -> ifNull(each.9, 0), done) / 1000, NULL) AS visible,
    [shown[-1].6] AS named, min(began) OVER (PARTITION BY person) AS first_began,
    person NOT IN (
SELECT arrayJoin(bitmapToArray(people)) AS person_id
FROM (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT 0 AS t, groupBitmapMergeState(people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed') AND day >= {b7:Date} AND day <= {b8:Date}
  GROUP BY t
  )
)
) AS is_new
  FROM visits
  WHERE arrayExists(each -> each.5, done)
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
SELECT least(place, 11) AS shown, if(place > 10, '', value) AS named,
  sum(views), uniqExact(person), uniqExactArray(ips), count(), uniqExactIf(person, is_new),
  countIf(shown_views = 1 AND NOT acted AND NOT is_open), countIf(is_open), avg(seconds), quantileExactInclusive(0.5)(seconds),
  count(visible), avg(visible), quantileExactInclusive(0.5)(visible)
FROM placed
GROUP BY shown, named
ORDER BY shown;

-- people
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, toString(campaign), 0, (event = {b0:String}), path, ip, (event NOT IN ('session_start', 'page_leave', '$pageleave', '$WebStay', '$WebPageLeave', 'first_visit', 'user_engagement') AND NOT (event = {b0:String})), if(event = 'page_leave', CAST(NULL, 'Nullable(Float64)'), NULL), ''))) AS done
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed')
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND JSONExtractString(properties, {b3:String}) = {b4:String}
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
seen AS (
  SELECT person, began, seconds, is_open, arrayFilter(each -> each.5, done) AS shown,
    length(shown) AS shown_views, arrayExists(each -> each.8, done) AS acted,
    arrayFilter(ip -> ip != '', arrayMap(each -> each.7, done)) AS ips, if(arrayExists(each -> isNotNull(each.9), done), arraySum(each -> ifNull(each.9, 0), done) / 1000, NULL) AS visible,
    [shown[-1].6] AS named, min(began) OVER (PARTITION BY person) AS first_began,
    person NOT IN (
SELECT arrayJoin(bitmapToArray(people)) AS person_id
FROM (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT 0 AS t, groupBitmapMergeState(people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed') AND day >= {b7:Date} AND day <= {b8:Date}
  GROUP BY t
  )
)
) AS is_new, shown_views AS views
  FROM visits
  WHERE arrayExists(each -> each.5, done)
)
SELECT DISTINCT person AS person_id
FROM seen
WHERE 1;

-- people
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, toString(campaign), 0, (event = {b2:String}), path, ip, (event NOT IN ('session_start', 'page_leave', '$pageleave', '$WebStay', '$WebPageLeave', 'first_visit', 'user_engagement') AND NOT (event = {b2:String})), if(event = 'page_leave', CAST(NULL, 'Nullable(Float64)'), NULL), ''))) AS done
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed')
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
    AND JSONExtractString(properties, {b5:String}) = {b6:String}
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
seen AS (
  SELECT person, began, seconds, is_open, arrayFilter(each -> each.5, done) AS shown,
    length(shown) AS shown_views, arrayExists(each -> each.8, done) AS acted,
    arrayFilter(ip -> ip != '', arrayMap(each -> each.7, done)) AS ips, if(arrayExists(each -> isNotNull(each.9), done), arraySum(each -> ifNull(each.9, 0), done) / 1000, NULL) AS visible,
    [shown[-1].6] AS named, min(began) OVER (PARTITION BY person) AS first_began,
    person NOT IN (
SELECT arrayJoin(bitmapToArray(people)) AS person_id
FROM (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT 0 AS t, groupBitmapMergeState(people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed') AND day >= {b9:Date} AND day <= {b10:Date}
  GROUP BY t
  )
)
) AS is_new, shown_views AS views
  FROM visits
  WHERE arrayExists(each -> each.5, done)
)
SELECT DISTINCT person AS person_id
FROM seen
WHERE is_new AND toMonday(first_began, 'Asia/Shanghai') = toMonday(began, 'Asia/Shanghai')
    AND began >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b1:Int64}, 'UTC');

-- people
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, toString(campaign), 0, (event = {b0:String}), path, ip, (event NOT IN ('session_start', 'page_leave', '$pageleave', '$WebStay', '$WebPageLeave', 'first_visit', 'user_engagement') AND NOT (event = {b0:String})), if(event = 'page_leave', CAST(NULL, 'Nullable(Float64)'), NULL), ''))) AS done
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed')
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND JSONExtractString(properties, {b3:String}) = {b4:String}
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
seen AS (
  SELECT person, began, seconds, is_open, arrayFilter(each -> each.5, done) AS shown,
    length(shown) AS shown_views, arrayExists(each -> each.8, done) AS acted,
    arrayFilter(ip -> ip != '', arrayMap(each -> each.7, done)) AS ips, if(arrayExists(each -> isNotNull(each.9), done), arraySum(each -> ifNull(each.9, 0), done) / 1000, NULL) AS visible,
    [shown[-1].6] AS named, min(began) OVER (PARTITION BY person) AS first_began,
    person NOT IN (
SELECT arrayJoin(bitmapToArray(people)) AS person_id
FROM (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT 0 AS t, groupBitmapMergeState(people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed') AND day >= {b7:Date} AND day <= {b8:Date}
  GROUP BY t
  )
)
) AS is_new, shown_views AS views
  FROM visits
  WHERE arrayExists(each -> each.5, done)
)
SELECT DISTINCT person AS person_id
FROM seen
WHERE shown_views = 1 AND NOT acted AND NOT is_open
    AND toDayOfWeek(began, 0, 'Asia/Shanghai') = 1
    AND toHour(began, 'Asia/Shanghai') = 9;

-- people
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, toString(campaign), 0, (event = {b1:String}), path, ip, (event NOT IN ('session_start', 'page_leave', '$pageleave', '$WebStay', '$WebPageLeave', 'first_visit', 'user_engagement') AND NOT (event = {b1:String})), if(event = 'page_leave', CAST(NULL, 'Nullable(Float64)'), NULL), ''))) AS done
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed')
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    AND JSONExtractString(properties, {b4:String}) = {b5:String}
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
  WHERE began >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
),
seen AS (
  SELECT person, began, seconds, is_open, arrayFilter(each -> each.5, done) AS shown,
    length(shown) AS shown_views, arrayExists(each -> each.8, done) AS acted,
    arrayFilter(ip -> ip != '', arrayMap(each -> each.7, done)) AS ips, if(arrayExists(each -> isNotNull(each.9), done), arraySum(each -> ifNull(each.9, 0), done) / 1000, NULL) AS visible,
    [shown[-1].6] AS named, min(began) OVER (PARTITION BY person) AS first_began,
    person NOT IN (
SELECT arrayJoin(bitmapToArray(people)) AS person_id
FROM (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT 0 AS t, groupBitmapMergeState(people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed') AND day >= {b8:Date} AND day <= {b9:Date}
  GROUP BY t
  )
)
) AS is_new
  FROM visits
  WHERE arrayExists(each -> each.5, done)
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
SELECT DISTINCT person AS person_id
FROM placed
WHERE 1
    AND value = {b0:String};

-- people
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, toString(campaign), 0, (event = {b1:String}), path, ip, (event NOT IN ('session_start', 'page_leave', '$pageleave', '$WebStay', '$WebPageLeave', 'first_visit', 'user_engagement') AND NOT (event = {b1:String})), if(event = 'page_leave', CAST(NULL, 'Nullable(Float64)'), NULL), source))) AS done
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed')
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    AND JSONExtractString(properties, {b4:String}) = {b0:String}
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
seen AS (
  SELECT person, began, seconds, is_open, arrayFilter(each -> each.5, done) AS shown,
    length(shown) AS shown_views, arrayExists(each -> each.8, done) AS acted,
    arrayFilter(ip -> ip != '', arrayMap(each -> each.7, done)) AS ips, if(arrayExists(each -> isNotNull(each.9), done), arraySum(each -> ifNull(each.9, 0), done) / 1000, NULL) AS visible,
    [toString(done[1].10)] AS named, min(began) OVER (PARTITION BY person) AS first_began,
    person NOT IN (
SELECT arrayJoin(bitmapToArray(people)) AS person_id
FROM (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT 0 AS t, groupBitmapMergeState(people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed') AND day >= {b7:Date} AND day <= {b8:Date}
  GROUP BY t
  )
)
) AS is_new
  FROM visits
  WHERE arrayExists(each -> each.5, done)
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
SELECT DISTINCT person AS person_id
FROM placed
WHERE 1
    AND value = {b0:String};

