-- answer
SELECT 1 FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
    AND campaign != ''
LIMIT 1;

-- answer
SELECT 1 FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
    AND ip != ''
LIMIT 1;

-- answer
WITH
touches AS (
  WITH toUInt8(if(event = {b4:String}, 4, 0) + if(event NOT IN ('session_start', 'page_leave', '$pageleave', '$WebStay', '$WebPageLeave', 'first_visit', 'user_engagement') AND NOT (event = {b4:String}), 8, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772121599999), 24) + bitShiftLeft(arrival, 4) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772121599999), 24) + bitShiftLeft(arrival, 4) + served)) AS keys,
    groupArray(key) AS came_in,
    groupArray(toUInt32(transform(toString(source), (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT toString(source) AS name FROM events WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
) WHERE name != '' ORDER BY name)), arrayEnumerate((SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT toString(source) AS name FROM events WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
) WHERE name != '' ORDER BY name))), 1))) AS first_0,
    groupArray(ifNull(if(event = {b6:String} AND JSONExtractString(properties, {b7:String}) = {b8:String}, toFloat64(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)'))), NULL), nan)) AS each_0
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
  GROUP BY person
),
cut AS (
  SELECT person, keys,
    arraySort((value, key) -> key, first_0, came_in) AS first_0_done,
    arraySort((value, key) -> key, each_0, came_in) AS each_0_done,
    arrayMap((key, before) -> key > bitOr(before, 16777215) + 30198988800000, keys, arrayPushFront(arrayPopBack(keys), 0)) AS runs,
    runs AS starts
  FROM touches
),
stays AS (
  SELECT person, arrayRotateLeft(starts, 1) AS stops,
    arrayMap(key -> toInt64(bitShiftRight(key, 24)), arrayFilter((key, is_it) -> is_it, keys, starts)) AS begins,
    arrayMap(key -> toInt64(bitShiftRight(key, 24)), arrayFilter((key, is_it) -> is_it, keys, stops)) AS ends,
    arrayFilter((n, is_it) -> is_it, arrayEnumerate(keys), starts) AS places,
    arrayMap((place, next) -> next - place, places, arrayPushBack(arrayPopFront(places), toUInt32(length(keys) + 1))) AS sizes,
    arrayMap((last_ms, n) -> n = length(ends) AND last_ms + 1800000 >= 3691800001, ends, arrayEnumerate(ends)) AS opens,
    arrayFilter((n, is_it) -> is_it, arrayCumSum(key -> bitShiftLeft(bitAnd(bitShiftRight(key, 2), 1), 0) + bitShiftLeft(bitAnd(bitShiftRight(key, 3), 1), 32), keys), stops) AS sums,
    arrayMap((n, before) -> n - before, sums, arrayPushFront(arrayPopBack(sums), 0)) AS marks,
    arraySplit((value, is_it) -> is_it, arrayMap(key -> toUInt8(bitShiftRight(bitAnd(key, 15), 2)), keys), starts) AS marked,
    arrayFilter((value, is_it) -> is_it, first_0_done, starts) AS first_0s,
    arraySplit((value, is_it) -> is_it, each_0_done, starts) AS each_0s
  FROM cut
),
theirs AS (
  SELECT person,
    arrayMap((begun, mark) -> bitAnd(mark, 4294967295) > 0 AND begun >= 172800001 AND begun < 2851200001, begins, marks) AS shown,
    arrayFilter((each, is_shown) -> is_shown, begins, shown) AS shown_began_ms,
    arrayFilter((each, is_shown) -> is_shown, ends, shown) AS shown_last_ms,
    arrayFilter((each, is_shown) -> is_shown, opens, shown) AS shown_is_open,
    arrayFilter((each, is_shown) -> is_shown, marks, shown) AS shown_mark,
    arrayFilter((each, is_shown) -> is_shown, first_0s, shown) AS shown_value,
    arrayFilter((each, is_shown) -> is_shown, each_0s, shown) AS shown_told
  FROM stays
  WHERE has(shown, 1)
),
visited AS (
  SELECT person, is_new, first_t, began, t, hour, is_first, is_first_of_t, is_first_of_hour, is_first_of_value, began_ms, last_ms, is_open, mark, value, told,
    bitAnd(mark, 4294967295) AS views, bitShiftRight(mark, 32) AS acts,
    (last_ms - began_ms) / 1000 AS seconds
  FROM (
    SELECT *, person NOT IN (
SELECT arrayJoin(bitmapToArray(people)) AS person_id
FROM (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT 0 AS t, groupBitmapMergeState(event_people_daily.people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND day >= {b2:Date} AND day <= {b3:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1
  )
)
) AS is_new,
      arrayMap(ms -> fromUnixTimestamp64Milli(ms + 1772121599999, 'UTC'), shown_began_ms) AS all_began,
      arrayMap(at -> toStartOfMonth(at, 'Asia/Shanghai'), all_began) AS all_t,
      arrayMap(at -> toUInt8((toDayOfWeek(at, 0, 'Asia/Shanghai') - 1) * 24 + toHour(at, 'Asia/Shanghai')), all_began) AS all_hour,
      arrayMap(n -> n = 1, arrayEnumerate(all_began)) AS all_is_first,
      arrayMap(n -> n = 1, arrayEnumerateUniq(all_t)) AS all_is_first_of_t,
      arrayMap(n -> n = 1, arrayEnumerateUniq(all_hour)) AS all_is_first_of_hour,
      arrayMap(n -> n = 1, arrayEnumerateUniq(shown_value)) AS all_is_first_of_value, all_t[1] AS first_t
    FROM theirs
  )
  ARRAY JOIN all_began AS began, all_t AS t, all_hour AS hour, all_is_first AS is_first, all_is_first_of_t AS is_first_of_t, all_is_first_of_hour AS is_first_of_hour, all_is_first_of_value AS is_first_of_value, shown_began_ms AS began_ms, shown_last_ms AS last_ms, shown_is_open AS is_open, shown_mark AS mark, shown_value AS value, shown_told AS told
),
seen AS (
  SELECT *, arrayFilter(seconds_told -> NOT isNaN(seconds_told), told) AS measured, if(empty(measured), NULL, arraySum(measured) / 1) AS visible
  FROM visited
),
cells AS (
  SELECT t,
    hour,
    value,
    count() AS visits, sum(views) AS pv,
    countIf(is_first) AS firsts, countIf(is_first AND is_new) AS new_firsts,
    countIf(is_first_of_t) AS firsts_of_t, countIf(is_first_of_hour) AS firsts_of_hour,
    countIf(views = 1 AND acts = 0 AND NOT is_open) AS bounces, countIf(is_open) AS still,
    sum(seconds) AS lasted, quantileExactInclusiveState(0.5)(seconds) AS middle,
    groupArrayIf(person, is_first_of_value) AS people,
    groupArrayIf(person, is_first_of_value AND is_new) AS new_people,
    count(visible) AS measured, sum(visible) AS visible_sum, quantileExactInclusiveState(0.5)(visible) AS visible_middle
  FROM seen
  GROUP BY t, hour, value
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY value_visits DESC, value) AS place
  FROM (SELECT *, sum(visits) OVER (PARTITION BY value) AS value_visits FROM cells)
)
SELECT row, if(row = 1, toNullable(t), NULL) AS shown_t, if(row = 2, hour, 0) AS shown_hour, if(row = 3, least(place, 11), 0) AS shown, if(row = 3 AND place <= 10, (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT toString(source) AS name FROM events WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
) WHERE name != '' ORDER BY name))[value], '') AS named,
  sum(pv), multiIf(row = 0, sum(firsts), row = 1, sum(firsts_of_t), row = 2, sum(firsts_of_hour), row = 3, uniqExactArrayIf(people, row = 3), 0), 0, sum(visits), multiIf(row = 0, sum(new_firsts), row = 1, sum(new_firsts), row = 2, sum(new_firsts), row = 3, uniqExactArrayIf(new_people, row = 3), 0),
  sum(bounces), sum(still), sum(lasted) / sum(visits), quantileExactInclusiveMerge(0.5)(middle),
  sum(measured), sum(visible_sum) / nullIf(sum(measured), 0), quantileExactInclusiveMerge(0.5)(visible_middle)
FROM placed
ARRAY JOIN [0, 1, 2, 3] AS row
GROUP BY row, shown_t, shown_hour, shown, named
ORDER BY row, shown;

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
searched AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, lowerUTF8(trimBoth(toString(JSONExtractString(properties, {b0:String})))) AS word
  FROM events
  WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    AND word != ''
),
sized AS (
  SELECT *, count() OVER (PARTITION BY word) AS searches FROM searched
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY searches DESC, word) AS place FROM sized
)
SELECT least(place, 11) AS shown, if(place > 10, '', word) AS named, count(), uniqExact(person)
FROM placed
GROUP BY shown, named
ORDER BY shown;

-- answer
SELECT 1 FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
    AND campaign != ''
LIMIT 1;

-- answer
WITH
touches AS (
  WITH toUInt8(if(event = {b2:String}, 4, 0) + if(event NOT IN ('session_start', 'page_leave', '$pageleave', '$WebStay', '$WebPageLeave', 'first_visit', 'user_engagement') AND NOT (event = {b2:String}), 8, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1769443199999), 24) + bitShiftLeft(arrival, 4) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1769443199999), 24) + bitShiftLeft(arrival, 4) + served)) AS keys,
    groupArray(key) AS came_in,
    groupArray(ifNull(if(event = {b4:String} AND JSONExtractString(properties, {b5:String}) = {b6:String}, toFloat64(toFloat64(JSONExtract(properties, {b3:String}, 'Nullable(Float64)'))), NULL), nan)) AS each_0
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b7:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b8:Int64}, 'UTC')
  GROUP BY person
),
cut AS (
  SELECT person, keys,
    arraySort((value, key) -> key, each_0, came_in) AS each_0_done,
    arrayMap((key, before) -> key > bitOr(before, 16777215) + 30198988800000, keys, arrayPushFront(arrayPopBack(keys), 0)) AS runs,
    runs AS starts
  FROM touches
),
stays AS (
  SELECT person, arrayRotateLeft(starts, 1) AS stops,
    arrayMap(key -> toInt64(bitShiftRight(key, 24)), arrayFilter((key, is_it) -> is_it, keys, starts)) AS begins,
    arrayMap(key -> toInt64(bitShiftRight(key, 24)), arrayFilter((key, is_it) -> is_it, keys, stops)) AS ends,
    arrayFilter((n, is_it) -> is_it, arrayEnumerate(keys), starts) AS places,
    arrayMap((place, next) -> next - place, places, arrayPushBack(arrayPopFront(places), toUInt32(length(keys) + 1))) AS sizes,
    arrayMap((last_ms, n) -> n = length(ends) AND last_ms + 1800000 >= 6370200001, ends, arrayEnumerate(ends)) AS opens,
    arrayFilter((n, is_it) -> is_it, arrayCumSum(key -> bitShiftLeft(bitAnd(bitShiftRight(key, 2), 1), 0) + bitShiftLeft(bitAnd(bitShiftRight(key, 3), 1), 32), keys), stops) AS sums,
    arrayMap((n, before) -> n - before, sums, arrayPushFront(arrayPopBack(sums), 0)) AS marks,
    arraySplit((value, is_it) -> is_it, arrayMap(key -> toUInt8(bitShiftRight(bitAnd(key, 15), 2)), keys), starts) AS marked,
    arraySplit((value, is_it) -> is_it, each_0_done, starts) AS each_0s
  FROM cut
),
theirs AS (
  SELECT person,
    arrayMap((begun, mark) -> bitAnd(mark, 4294967295) > 0 AND begun >= 172800001 AND begun < 2851200001, begins, marks) AS shown,
    arrayFilter((each, is_shown) -> is_shown, begins, shown) AS shown_began_ms,
    arrayFilter((each, is_shown) -> is_shown, ends, shown) AS shown_last_ms,
    arrayFilter((each, is_shown) -> is_shown, opens, shown) AS shown_is_open,
    arrayFilter((each, is_shown) -> is_shown, marks, shown) AS shown_mark,
    arrayFilter((each, is_shown) -> is_shown, each_0s, shown) AS shown_told
  FROM stays
  WHERE has(shown, 1)
),
visited AS (
  SELECT person, is_new, first_t, began, t, hour, is_first, is_first_of_t, is_first_of_hour, began_ms, last_ms, is_open, mark, told,
    bitAnd(mark, 4294967295) AS views, bitShiftRight(mark, 32) AS acts,
    (last_ms - began_ms) / 1000 AS seconds
  FROM (
    SELECT *, person NOT IN (
SELECT arrayJoin(bitmapToArray(people)) AS person_id
FROM (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT 0 AS t, groupBitmapMergeState(event_people_daily.people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND day >= {b0:Date} AND day <= {b1:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1
  )
)
) AS is_new,
      arrayMap(ms -> fromUnixTimestamp64Milli(ms + 1769443199999, 'UTC'), shown_began_ms) AS all_began,
      arrayMap(at -> toStartOfMonth(at, 'Asia/Shanghai'), all_began) AS all_t,
      arrayMap(at -> toUInt8((toDayOfWeek(at, 0, 'Asia/Shanghai') - 1) * 24 + toHour(at, 'Asia/Shanghai')), all_began) AS all_hour,
      arrayMap(n -> n = 1, arrayEnumerate(all_began)) AS all_is_first,
      arrayMap(n -> n = 1, arrayEnumerateUniq(all_t)) AS all_is_first_of_t,
      arrayMap(n -> n = 1, arrayEnumerateUniq(all_hour)) AS all_is_first_of_hour, all_t[1] AS first_t
    FROM theirs
  )
  ARRAY JOIN all_began AS began, all_t AS t, all_hour AS hour, all_is_first AS is_first, all_is_first_of_t AS is_first_of_t, all_is_first_of_hour AS is_first_of_hour, shown_began_ms AS began_ms, shown_last_ms AS last_ms, shown_is_open AS is_open, shown_mark AS mark, shown_told AS told
),
seen AS (
  SELECT *, arrayFilter(seconds_told -> NOT isNaN(seconds_told), told) AS measured, if(empty(measured), NULL, arraySum(measured) / 1) AS visible
  FROM visited
),
cells AS (
  SELECT t,
    count() AS visits, sum(views) AS pv,
    countIf(is_first) AS firsts, countIf(is_first AND is_new) AS new_firsts,
    countIf(is_first_of_t) AS firsts_of_t, countIf(is_first_of_hour) AS firsts_of_hour,
    countIf(views = 1 AND acts = 0 AND NOT is_open) AS bounces, countIf(is_open) AS still,
    sum(seconds) AS lasted, quantileExactInclusiveState(0.5)(seconds) AS middle,
    count(visible) AS measured, sum(visible) AS visible_sum, quantileExactInclusiveState(0.5)(visible) AS visible_middle
  FROM seen
  GROUP BY t
)
SELECT row, if(row = 1, toNullable(t), NULL) AS shown_t, 0 AS shown_hour, 0 AS shown, '' AS named,
  sum(pv), multiIf(row = 0, sum(firsts), row = 1, sum(firsts_of_t), 0), 0, sum(visits), multiIf(row = 0, sum(new_firsts), row = 1, sum(new_firsts), 0),
  sum(bounces), sum(still), sum(lasted) / sum(visits), quantileExactInclusiveMerge(0.5)(middle),
  sum(measured), sum(visible_sum) / nullIf(sum(measured), 0), quantileExactInclusiveMerge(0.5)(visible_middle)
FROM cells
ARRAY JOIN [0, 1] AS row
GROUP BY row, shown_t, shown_hour, shown, named
ORDER BY row, shown;

-- people
WITH
touches AS (
  WITH toUInt8(if(event = {b2:String}, 4, 0) + if(event NOT IN ('session_start', 'page_leave', '$pageleave', '$WebStay', '$WebPageLeave', 'first_visit', 'user_engagement') AND NOT (event = {b2:String}), 8, 0) + if(campaign != '', 1, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1769443199999), 24) + bitShiftLeft(arrival, 4) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArray(key) AS came_in,
    groupArrayIf(sipHash64(campaign), campaign != '') AS campaigns
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
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
    arrayMap((key, before) -> key > bitOr(before, 16777215) + 30198988800000, keys, arrayPushFront(arrayPopBack(keys), 0)) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks_of_runs,
    arrayRotateRight(arrayFill(run -> run > 0, marks_of_runs), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
stays AS (
  SELECT person, arrayRotateLeft(starts, 1) AS stops,
    arrayMap(key -> toInt64(bitShiftRight(key, 24)), arrayFilter((key, is_it) -> is_it, keys, starts)) AS begins,
    arrayMap(key -> toInt64(bitShiftRight(key, 24)), arrayFilter((key, is_it) -> is_it, keys, stops)) AS ends,
    arrayFilter((n, is_it) -> is_it, arrayEnumerate(keys), starts) AS places,
    arrayMap((place, next) -> next - place, places, arrayPushBack(arrayPopFront(places), toUInt32(length(keys) + 1))) AS sizes,
    arrayMap((last_ms, n) -> n = length(ends) AND last_ms + 1800000 >= 6370200001, ends, arrayEnumerate(ends)) AS opens,
    arrayFilter((n, is_it) -> is_it, arrayCumSum(key -> bitShiftLeft(bitAnd(bitShiftRight(key, 2), 1), 0) + bitShiftLeft(bitAnd(bitShiftRight(key, 3), 1), 32), keys), stops) AS sums,
    arrayMap((n, before) -> n - before, sums, arrayPushFront(arrayPopBack(sums), 0)) AS marks
  FROM cut
),
theirs AS (
  SELECT person,
    arrayMap((begun, mark) -> bitAnd(mark, 4294967295) > 0 AND begun >= 172800001 AND begun < 2851200001, begins, marks) AS shown,
    arrayFilter((each, is_shown) -> is_shown, begins, shown) AS shown_began_ms,
    arrayFilter((each, is_shown) -> is_shown, ends, shown) AS shown_last_ms,
    arrayFilter((each, is_shown) -> is_shown, opens, shown) AS shown_is_open,
    arrayFilter((each, is_shown) -> is_shown, marks, shown) AS shown_mark
  FROM stays
  WHERE has(shown, 1)
),
visited AS (
  SELECT person, is_new, first_t, began, t, hour, is_first, is_first_of_t, is_first_of_hour, began_ms, last_ms, is_open, mark,
    bitAnd(mark, 4294967295) AS views, bitShiftRight(mark, 32) AS acts,
    (last_ms - began_ms) / 1000 AS seconds
  FROM (
    SELECT *, person NOT IN (
SELECT arrayJoin(bitmapToArray(people)) AS person_id
FROM (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT 0 AS t, groupBitmapMergeState(event_people_daily.people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND day >= {b0:Date} AND day <= {b1:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1
  )
)
) AS is_new,
      arrayMap(ms -> fromUnixTimestamp64Milli(ms + 1769443199999, 'UTC'), shown_began_ms) AS all_began,
      arrayMap(at -> toStartOfMonth(at, 'Asia/Shanghai'), all_began) AS all_t,
      arrayMap(at -> toUInt8((toDayOfWeek(at, 0, 'Asia/Shanghai') - 1) * 24 + toHour(at, 'Asia/Shanghai')), all_began) AS all_hour,
      arrayMap(n -> n = 1, arrayEnumerate(all_began)) AS all_is_first,
      arrayMap(n -> n = 1, arrayEnumerateUniq(all_t)) AS all_is_first_of_t,
      arrayMap(n -> n = 1, arrayEnumerateUniq(all_hour)) AS all_is_first_of_hour, all_t[1] AS first_t
    FROM theirs
  )
  ARRAY JOIN all_began AS began, all_t AS t, all_hour AS hour, all_is_first AS is_first, all_is_first_of_t AS is_first_of_t, all_is_first_of_hour AS is_first_of_hour, shown_began_ms AS began_ms, shown_last_ms AS last_ms, shown_is_open AS is_open, shown_mark AS mark
),
seen AS (
  SELECT *
  FROM visited
)
SELECT DISTINCT person AS person_id
FROM seen
WHERE views = 1 AND acts = 0 AND NOT is_open;

-- people
WITH
searched AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, lowerUTF8(trimBoth(toString(JSONExtractString(properties, {b1:String})))) AS word
  FROM events
  WHERE event = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
    AND word != ''
),
sized AS (
  SELECT *, count() OVER (PARTITION BY word) AS searches FROM searched
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY searches DESC, word) AS place FROM sized
)
SELECT DISTINCT person AS person_id
FROM placed
WHERE word = {b0:String};

