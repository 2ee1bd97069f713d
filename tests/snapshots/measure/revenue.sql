-- answer
SELECT uniqExactIf(JSONExtractString(properties, {b1:String}), JSONExtractString(properties, {b1:String}) != '') + countIf(JSONExtractString(properties, {b1:String}) = '') AS order_count,
  ifNull(sum(toInt128(round(toFloat64(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')) * 1000000))), 0) AS millionths,
  ifNull(-sumIf(toInt128(round(toFloat64(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')) * 1000000)), toInt128(round(toFloat64(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')) * 1000000)) < 0), 0) AS refunded,
  uniqExact(dictGetOrDefault('person_overrides', 'to', person_id, person_id)) AS payers
FROM events
WHERE event = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC');

-- answer
SELECT count() FROM (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person_id
FROM events
WHERE event = {b1:String}
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
SELECT toStartOfMonth(time, 'Asia/Shanghai') AS t, uniqExactIf(JSONExtractString(properties, {b1:String}), JSONExtractString(properties, {b1:String}) != '') + countIf(JSONExtractString(properties, {b1:String}) = '') AS order_count,
  ifNull(sum(toInt128(round(toFloat64(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')) * 1000000))), 0) AS millionths,
  ifNull(-sumIf(toInt128(round(toFloat64(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')) * 1000000)), toInt128(round(toFloat64(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')) * 1000000)) < 0), 0) AS refunded,
  uniqExact(dictGetOrDefault('person_overrides', 'to', person_id, person_id)) AS payers
FROM events
WHERE event = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
GROUP BY t
ORDER BY t;

-- people
SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person_id
FROM events
WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC');

-- people
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
);

-- people
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person_id
FROM events
WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
GROUP BY person_id
HAVING uniqExactIf(JSONExtractString(properties, {b0:String}), JSONExtractString(properties, {b0:String}) != '') + countIf(JSONExtractString(properties, {b0:String}) = '') >= 2;

-- people
SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person_id
FROM events
WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC');

