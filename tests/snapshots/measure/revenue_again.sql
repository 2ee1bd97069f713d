-- answer
SELECT uniqExactIf(JSONExtractString(properties, {b1:String}), JSONExtractString(properties, {b1:String}) != '') + countIf(JSONExtractString(properties, {b1:String}) = '') AS order_count,
  ifNull(sum(toInt128(round(toFloat64(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')) * 1000000))), 0) AS millionths,
  ifNull(-sumIf(toInt128(round(toFloat64(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')) * 1000000)), toInt128(round(toFloat64(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')) * 1000000)) < 0), 0) AS refunded,
  uniqExact(dictGetOrDefault('person_overrides', 'to', person_id, person_id)) AS payers
FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC');

-- answer
SELECT count() FROM (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person_id
FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND isNotNull(JSONExtract(properties, {b1:String}, 'Nullable(Float64)'))
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
GROUP BY person_id
HAVING uniqExactIf(JSONExtractString(properties, {b0:String}), JSONExtractString(properties, {b0:String}) != '') + countIf(JSONExtractString(properties, {b0:String}) = '') >= 2
);

-- answer
SELECT count() FROM (
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
);

-- answer
WITH
orders AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(toUnixTimestamp64Milli(time)) AS at
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person, JSONExtractString(properties, {b1:String}), if(JSONExtractString(properties, {b1:String}) = '', bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), toInt128(0))
),
buyers AS (
  SELECT person, arraySort(groupArray(at)) AS instants, instants[1] AS first,
    first + 604800000 <= 1775813400000 AS is_over,
    length(instants) > 1 AND instants[2] - first <= 604800000 AS is_back,
    arrayMap((from, to) -> to - from, arrayPopBack(instants), arrayPopFront(instants)) AS steps,
    arrayFilter((gap, from) -> gap <= 604800000 AND from < 1774972800000, steps, arrayPopBack(instants)) AS gaps
  FROM orders
  GROUP BY person
  HAVING first < 1774972800000
)
SELECT countIf(is_over) AS over_count, countIf(is_over AND is_back) AS again,
  countIf(NOT is_over) AS waiting, sum(length(gaps)) AS pairs,
  quantilesExactInclusiveArray(0.25, 0.5, 0.75, 0.9)(gaps) AS quantiles
FROM buyers;

-- answer
SELECT toMonday(time, 'Asia/Shanghai') AS t, uniqExactIf(JSONExtractString(properties, {b1:String}), JSONExtractString(properties, {b1:String}) != '') + countIf(JSONExtractString(properties, {b1:String}) = '') AS order_count,
  ifNull(sum(toInt128(round(toFloat64(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')) * 1000000))), 0) AS millionths,
  ifNull(-sumIf(toInt128(round(toFloat64(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')) * 1000000)), toInt128(round(toFloat64(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')) * 1000000)) < 0), 0) AS refunded,
  uniqExact(dictGetOrDefault('person_overrides', 'to', person_id, person_id)) AS payers
FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
GROUP BY t
ORDER BY t;

-- answer
SELECT uniqExactIf(JSONExtractString(properties, {b1:String}), JSONExtractString(properties, {b1:String}) != '') + countIf(JSONExtractString(properties, {b1:String}) = '') AS order_count,
  ifNull(sum(toInt128(round(toFloat64(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')) * 1000000))), 0) AS millionths,
  ifNull(-sumIf(toInt128(round(toFloat64(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')) * 1000000)), toInt128(round(toFloat64(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')) * 1000000)) < 0), 0) AS refunded,
  uniqExact(dictGetOrDefault('person_overrides', 'to', person_id, person_id)) AS payers
FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC');

-- answer
SELECT count() FROM (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person_id
FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND isNotNull(JSONExtract(properties, {b1:String}, 'Nullable(Float64)'))
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
GROUP BY person_id
HAVING uniqExactIf(JSONExtractString(properties, {b0:String}), JSONExtractString(properties, {b0:String}) != '') + countIf(JSONExtractString(properties, {b0:String}) = '') >= 2
);

-- answer
SELECT count() FROM (
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
);

-- answer
WITH
orders AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(toUnixTimestamp64Milli(time)) AS at
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person, JSONExtractString(properties, {b1:String}), if(JSONExtractString(properties, {b1:String}) = '', bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), toInt128(0))
),
buyers AS (
  SELECT person, arraySort(groupArray(at)) AS instants, instants[1] AS first,
    first + 604800000 <= 1775813400000 AS is_over,
    length(instants) > 1 AND instants[2] - first <= 604800000 AS is_back,
    arrayMap((from, to) -> to - from, arrayPopBack(instants), arrayPopFront(instants)) AS steps,
    arrayFilter((gap, from) -> gap <= 604800000 AND from < 1772294400000, steps, arrayPopBack(instants)) AS gaps
  FROM orders
  GROUP BY person
  HAVING first < 1772294400000
)
SELECT countIf(is_over) AS over_count, countIf(is_over AND is_back) AS again,
  countIf(NOT is_over) AS waiting, sum(length(gaps)) AS pairs,
  quantilesExactInclusiveArray(0.25, 0.5, 0.75, 0.9)(gaps) AS quantiles
FROM buyers;

-- answer
SELECT toMonday(time, 'Asia/Shanghai') AS t, uniqExactIf(JSONExtractString(properties, {b1:String}), JSONExtractString(properties, {b1:String}) != '') + countIf(JSONExtractString(properties, {b1:String}) = '') AS order_count,
  ifNull(sum(toInt128(round(toFloat64(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')) * 1000000))), 0) AS millionths,
  ifNull(-sumIf(toInt128(round(toFloat64(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')) * 1000000)), toInt128(round(toFloat64(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')) * 1000000)) < 0), 0) AS refunded,
  uniqExact(dictGetOrDefault('person_overrides', 'to', person_id, person_id)) AS payers
FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
GROUP BY t
ORDER BY t;

-- people
WITH
orders AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(toUnixTimestamp64Milli(time)) AS at
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person, JSONExtractString(properties, {b1:String}), if(JSONExtractString(properties, {b1:String}) = '', bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), toInt128(0))
),
buyers AS (
  SELECT person, arraySort(groupArray(at)) AS instants, instants[1] AS first,
    first + 604800000 <= 1775813400000 AS is_over,
    length(instants) > 1 AND instants[2] - first <= 604800000 AS is_back,
    arrayMap((from, to) -> to - from, arrayPopBack(instants), arrayPopFront(instants)) AS steps,
    arrayFilter((gap, from) -> gap <= 604800000 AND from < 1774972800000, steps, arrayPopBack(instants)) AS gaps
  FROM orders
  GROUP BY person
  HAVING first < 1774972800000
)
SELECT person AS person_id
FROM buyers
WHERE is_over AND is_back;

-- people
WITH
orders AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(toUnixTimestamp64Milli(time)) AS at
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person, JSONExtractString(properties, {b1:String}), if(JSONExtractString(properties, {b1:String}) = '', bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), toInt128(0))
),
buyers AS (
  SELECT person, arraySort(groupArray(at)) AS instants, instants[1] AS first,
    first + 604800000 <= 1775813400000 AS is_over,
    length(instants) > 1 AND instants[2] - first <= 604800000 AS is_back,
    arrayMap((from, to) -> to - from, arrayPopBack(instants), arrayPopFront(instants)) AS steps,
    arrayFilter((gap, from) -> gap <= 604800000 AND from < 1772294400000, steps, arrayPopBack(instants)) AS gaps
  FROM orders
  GROUP BY person
  HAVING first < 1772294400000
)
SELECT person AS person_id
FROM buyers
WHERE is_over;

-- people
WITH
orders AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(toUnixTimestamp64Milli(time)) AS at
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND isNotNull(JSONExtract(properties, {b0:String}, 'Nullable(Float64)'))
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person, JSONExtractString(properties, {b1:String}), if(JSONExtractString(properties, {b1:String}) = '', bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), toInt128(0))
),
buyers AS (
  SELECT person, arraySort(groupArray(at)) AS instants, instants[1] AS first,
    first + 604800000 <= 1775813400000 AS is_over,
    length(instants) > 1 AND instants[2] - first <= 604800000 AS is_back,
    arrayMap((from, to) -> to - from, arrayPopBack(instants), arrayPopFront(instants)) AS steps,
    arrayFilter((gap, from) -> gap <= 604800000 AND from < 1774972800000, steps, arrayPopBack(instants)) AS gaps
  FROM orders
  GROUP BY person
  HAVING first < 1774972800000
)
SELECT person AS person_id
FROM buyers
WHERE NOT is_over;

