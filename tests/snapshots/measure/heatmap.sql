-- answer
SELECT path AS page, count() AS clicks
FROM events
WHERE event = {b0:String} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
    AND path != ''
GROUP BY page
ORDER BY clicks DESC, page
LIMIT 100;

-- answer
WITH
touches AS (
  WITH toUInt8(if(event = {b0:String}, 1, 0) + if((event = {b0:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC'), 2, 0) + if((event = {b6:String} AND JSONExtractString(properties, {b3:String}) = {b7:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC'), 4, 0)) AS served,
    bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 24) + bitShiftLeft(arrival, 4) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS came_in, groupArray(toUInt32(if(event = {b0:String}, transform(path, (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT path AS name FROM events WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
) WHERE name != '' ORDER BY name)), arrayEnumerate((SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT path AS name FROM events WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
) WHERE name != '' ORDER BY name))), 1), 1))) AS pages,
    groupArrayIf(tuple(arrival, toString(JSONExtractString(properties, {b3:String})), toString(JSONExtractString(properties, {b4:String})), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, (toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)'), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)') / toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL)), bitAnd(served, 12) > 0) AS own
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND event != '$$heatmap'
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND person IN (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events WHERE ((event = {b0:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC') OR (event = {b6:String} AND JSONExtractString(properties, {b3:String}) = {b7:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC') OR 0))
  GROUP BY person
),
done AS (
  SELECT person, length(came_in) AS total,
    arraySort(came_in) AS keys,
    arraySort((page, key) -> key, pages, came_in) AS codes,
    arraySort((mark, key) -> key, own, arrayFilter(key -> bitAnd(key, 12) > 0, came_in)) AS touched
  FROM touches
),
followed AS (
  SELECT person, keys, touched, arrayReverseFill(hop -> hop > 0, arrayMap(
      (key, next, page, n) -> multiIf(n = total, 1, next > bitOr(key, 16777215) + 30198988800000, 2, bitTest(next, 0), page + 2, 0), keys, arrayPushBack(arrayPopFront(keys), 0), arrayPushBack(arrayPopFront(codes), 0),
      arrayEnumerate(keys))) AS hops,
    arrayMap((key, answer) -> bitTest(key, 2) AND toInt64(bitShiftRight(key, 24)) + 1000 < 3519000000 AND (answer = 0 OR toInt64(bitShiftRight(answer, 24)) - toInt64(bitShiftRight(key, 24)) > 1000),
      keys, arrayPushBack(arrayPopFront(arrayReverseFill(answer -> answer > 0, arrayMap(key -> if((bitTest(key, 2) OR bitTest(key, 3)), 0, key), keys))), 0)) AS deads
  FROM done
),
touched AS (
  SELECT person, keys, hops,
    arrayMap((mark, hop, dead, key) -> (mark, hop, dead, key), touched,
      arrayFilter((hop, key) -> bitAnd(key, 12) > 0, hops, keys),
      arrayFilter((dead, key) -> bitAnd(key, 12) > 0, deads, keys), arrayFilter(key -> bitAnd(key, 12) > 0, keys)) AS few,
    if(length(few) < 3, [], arraySort(mark -> ((bitTest(mark.4, 2), mark.1.2), mark.4), few)) AS many,
    length(many) AS total,
    arrayMap((mark, later, n) -> n + 2 <= total AND bitTest(mark.4, 2) AND (bitTest(mark.4, 2), mark.1.2) = (bitTest(later.4, 2), later.1.2) AND toInt64(bitShiftRight(later.4, 24)) - toInt64(bitShiftRight(mark.4, 24)) <= 1000,
      many, arrayRotateLeft(many, 2), arrayEnumerate(many)) AS firsts,
    arrayPopBack(arrayPushFront(firsts, 0)) AS seconds, arrayPopBack(arrayPushFront(seconds, 0)) AS thirds
  FROM followed
),
raged AS (
  SELECT person, keys[-1] AS last_key, arrayConcat(
      arrayMap((mark, first, second, third) -> (mark.1, mark.2, mark.3, mark.4, toUInt8(first OR second OR third)),
        if(empty(many), few, many), if(empty(many), arrayResize(firsts, length(few)), firsts),
        if(empty(many), arrayResize(firsts, length(few)), seconds),
        if(empty(many), arrayResize(firsts, length(few)), thirds)),
      arrayMap((hop, key) -> ((toUInt64(0), '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), hop, 0, key, 0),
        arrayFilter((hop, key) -> bitTest(key, 1) AND NOT (bitAnd(key, 12) > 0), hops, keys), arrayFilter(key -> bitTest(key, 1) AND NOT (bitAnd(key, 12) > 0), keys))) AS marks
  FROM touched
),
marked AS (
  SELECT person, each.2 AS hop, toInt64(bitShiftRight(each.4, 24)) AS ms, each.1.1 AS nth,
    bitTest(each.4, 1) AS seen, bitTest(each.4, 2) AS clicked,
    clicked OR bitTest(each.4, 3) AS pointed,
    each.1.2 AS element, each.1.3 AS label, each.1.4 AS across, each.1.5 AS down, each.1.6 AS page_wide, each.1.7 AS page_high, each.1.8 AS box_left, each.1.9 AS box_top, each.1.10 AS box_wide, each.1.11 AS box_high,
    hop > 2 AS goes, if(goes, (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT path AS name FROM events WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
) WHERE name != '' ORDER BY name))[hop - 2], '') AS onward,
    hop = 1 AND toInt64(bitShiftRight(last_key, 24)) + 1800000 >= 3519000000 AS open,
    each.3 AS dead, each.5 AS rage
  FROM raged
  ARRAY JOIN marks AS each
),
placed AS (
  SELECT *, if(clicked, if(has((SELECT groupArray(name) FROM (
SELECT toString(JSONExtractString(properties, {b3:String})) AS name FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND event != '$$heatmap'
    AND (event = {b6:String} AND JSONExtractString(properties, {b3:String}) = {b7:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC')
GROUP BY name ORDER BY count() DESC, name LIMIT 3)), element), indexOf((SELECT groupArray(name) FROM (
SELECT toString(JSONExtractString(properties, {b3:String})) AS name FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND event != '$$heatmap'
    AND (event = {b6:String} AND JSONExtractString(properties, {b3:String}) = {b7:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC')
GROUP BY name ORDER BY count() DESC, name LIMIT 3)), element), 4), 0) AS place,
    if(isNull(across), -1, least(toInt64(floor(across * 40)), 39)) AS at_column,
    ifNull(toInt64(floor(down / 40)), -1) AS at_row
  FROM marked
)
SELECT toNullable(if(clicked, least(place, 4), 0)) AS shown,
  toNullable(if(place > 3, '', element)) AS named,
  toNullable(at_column) AS x, toNullable(at_row) AS y,
  countIf(seen), uniqExact(person), countIf(clicked), uniqExactIf(person, clicked),
  uniqExactIf(person, clicked AND goes), uniqExactIf(person, clicked AND (goes OR open)),
  uniqExactIf(person, seen), uniqExactIf(person, seen AND goes), uniqExactIf(person, seen AND (goes OR open)),
  countIf(rage), uniqExactIf(person, rage), countIf(dead), uniqExactIf(person, dead),
  argMaxIf(label, (ms, nth), clicked AND label != ''),
  quantileExactInclusiveIf(0.5)(across, pointed), quantileExactInclusiveIf(0.5)(down, pointed), quantileExactInclusiveIf(0.5)(page_wide, pointed), quantileExactInclusiveIf(0.5)(page_high, pointed), quantileExactInclusiveIf(0.5)(box_left, pointed), quantileExactInclusiveIf(0.5)(box_top, pointed), quantileExactInclusiveIf(0.5)(box_wide, pointed), quantileExactInclusiveIf(0.5)(box_high, pointed),
  countIf(pointed), uniqExactIf(person, pointed),
  if(isNull(x), arraySlice(arraySort(each -> (-toInt64(each.2), each.1), CAST(uniqExactMapIf(map(onward, person), seen AND goes), 'Array(Tuple(String, UInt64))')), 1, 5), []), if(isNull(x), arraySlice(arraySort(each -> (-toInt64(each.2), each.1), CAST(uniqExactMapIf(map(onward, person), clicked AND goes), 'Array(Tuple(String, UInt64))')), 1, 5), [])
FROM placed
GROUP BY GROUPING SETS ((), (shown, named), (x, y));

-- people
WITH
touches AS (
  WITH toUInt8(if(event = {b0:String}, 1, 0) + if((event = {b0:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC'), 2, 0) + if((event = {b6:String} AND JSONExtractString(properties, {b3:String}) = {b7:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC'), 4, 0)) AS served,
    bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 24) + bitShiftLeft(arrival, 4) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS came_in, groupArray(toUInt32(if(event = {b0:String}, transform(path, (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT path AS name FROM events WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
) WHERE name != '' ORDER BY name)), arrayEnumerate((SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT path AS name FROM events WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
) WHERE name != '' ORDER BY name))), 1), 1))) AS pages,
    groupArrayIf(tuple(arrival, toString(JSONExtractString(properties, {b3:String})), toString(JSONExtractString(properties, {b4:String})), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, (toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)'), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)') / toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL)), bitAnd(served, 12) > 0) AS own
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND event != '$$heatmap'
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND person IN (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events WHERE ((event = {b0:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC') OR (event = {b6:String} AND JSONExtractString(properties, {b3:String}) = {b7:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC') OR 0))
  GROUP BY person
),
done AS (
  SELECT person, length(came_in) AS total,
    arraySort(came_in) AS keys,
    arraySort((page, key) -> key, pages, came_in) AS codes,
    arraySort((mark, key) -> key, own, arrayFilter(key -> bitAnd(key, 12) > 0, came_in)) AS touched
  FROM touches
),
followed AS (
  SELECT person, keys, touched, arrayReverseFill(hop -> hop > 0, arrayMap(
      (key, next, page, n) -> multiIf(n = total, 1, next > bitOr(key, 16777215) + 30198988800000, 2, bitTest(next, 0), page + 2, 0), keys, arrayPushBack(arrayPopFront(keys), 0), arrayPushBack(arrayPopFront(codes), 0),
      arrayEnumerate(keys))) AS hops,
    arrayMap((key, answer) -> bitTest(key, 2) AND toInt64(bitShiftRight(key, 24)) + 1000 < 3519000000 AND (answer = 0 OR toInt64(bitShiftRight(answer, 24)) - toInt64(bitShiftRight(key, 24)) > 1000),
      keys, arrayPushBack(arrayPopFront(arrayReverseFill(answer -> answer > 0, arrayMap(key -> if((bitTest(key, 2) OR bitTest(key, 3)), 0, key), keys))), 0)) AS deads
  FROM done
),
touched AS (
  SELECT person, keys, hops,
    arrayMap((mark, hop, dead, key) -> (mark, hop, dead, key), touched,
      arrayFilter((hop, key) -> bitAnd(key, 12) > 0, hops, keys),
      arrayFilter((dead, key) -> bitAnd(key, 12) > 0, deads, keys), arrayFilter(key -> bitAnd(key, 12) > 0, keys)) AS few,
    if(length(few) < 3, [], arraySort(mark -> ((bitTest(mark.4, 2), mark.1.2), mark.4), few)) AS many,
    length(many) AS total,
    arrayMap((mark, later, n) -> n + 2 <= total AND bitTest(mark.4, 2) AND (bitTest(mark.4, 2), mark.1.2) = (bitTest(later.4, 2), later.1.2) AND toInt64(bitShiftRight(later.4, 24)) - toInt64(bitShiftRight(mark.4, 24)) <= 1000,
      many, arrayRotateLeft(many, 2), arrayEnumerate(many)) AS firsts,
    arrayPopBack(arrayPushFront(firsts, 0)) AS seconds, arrayPopBack(arrayPushFront(seconds, 0)) AS thirds
  FROM followed
),
raged AS (
  SELECT person, keys[-1] AS last_key, arrayConcat(
      arrayMap((mark, first, second, third) -> (mark.1, mark.2, mark.3, mark.4, toUInt8(first OR second OR third)),
        if(empty(many), few, many), if(empty(many), arrayResize(firsts, length(few)), firsts),
        if(empty(many), arrayResize(firsts, length(few)), seconds),
        if(empty(many), arrayResize(firsts, length(few)), thirds)),
      arrayMap((hop, key) -> ((toUInt64(0), '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), hop, 0, key, 0),
        arrayFilter((hop, key) -> bitTest(key, 1) AND NOT (bitAnd(key, 12) > 0), hops, keys), arrayFilter(key -> bitTest(key, 1) AND NOT (bitAnd(key, 12) > 0), keys))) AS marks
  FROM touched
),
marked AS (
  SELECT person, each.2 AS hop, toInt64(bitShiftRight(each.4, 24)) AS ms, each.1.1 AS nth,
    bitTest(each.4, 1) AS seen, bitTest(each.4, 2) AS clicked,
    clicked OR bitTest(each.4, 3) AS pointed,
    each.1.2 AS element, each.1.3 AS label, each.1.4 AS across, each.1.5 AS down, each.1.6 AS page_wide, each.1.7 AS page_high, each.1.8 AS box_left, each.1.9 AS box_top, each.1.10 AS box_wide, each.1.11 AS box_high,
    hop > 2 AS goes, if(goes, (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT path AS name FROM events WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
) WHERE name != '' ORDER BY name))[hop - 2], '') AS onward,
    hop = 1 AND toInt64(bitShiftRight(last_key, 24)) + 1800000 >= 3519000000 AS open,
    each.3 AS dead, each.5 AS rage
  FROM raged
  ARRAY JOIN marks AS each
),
placed AS (
  SELECT *, if(clicked, if(has((SELECT groupArray(name) FROM (
SELECT toString(JSONExtractString(properties, {b3:String})) AS name FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND event != '$$heatmap'
    AND (event = {b6:String} AND JSONExtractString(properties, {b3:String}) = {b7:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC')
GROUP BY name ORDER BY count() DESC, name LIMIT 3)), element), indexOf((SELECT groupArray(name) FROM (
SELECT toString(JSONExtractString(properties, {b3:String})) AS name FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND event != '$$heatmap'
    AND (event = {b6:String} AND JSONExtractString(properties, {b3:String}) = {b7:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC')
GROUP BY name ORDER BY count() DESC, name LIMIT 3)), element), 4), 0) AS place,
    if(isNull(across), -1, least(toInt64(floor(across * 40)), 39)) AS at_column,
    ifNull(toInt64(floor(down / 40)), -1) AS at_row
  FROM marked
)
SELECT person AS person_id
FROM placed
WHERE 1
GROUP BY person;

-- people
WITH
touches AS (
  WITH toUInt8(if(event = {b1:String}, 1, 0) + if((event = {b1:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC'), 2, 0) + if((event = {b7:String} AND JSONExtractString(properties, {b4:String}) = {b0:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC'), 4, 0)) AS served,
    bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 24) + bitShiftLeft(arrival, 4) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS came_in, groupArray(toUInt32(if(event = {b1:String}, transform(path, (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT path AS name FROM events WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
) WHERE name != '' ORDER BY name)), arrayEnumerate((SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT path AS name FROM events WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
) WHERE name != '' ORDER BY name))), 1), 1))) AS pages,
    groupArrayIf(tuple(arrival, toString(JSONExtractString(properties, {b4:String})), toString(JSONExtractString(properties, {b5:String})), if(toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), if(toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) < 40000, (toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)'), NULL), if(toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)') / toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL)), bitAnd(served, 12) > 0) AS own
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND event != '$$heatmap'
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    AND person IN (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events WHERE ((event = {b1:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC') OR (event = {b7:String} AND JSONExtractString(properties, {b4:String}) = {b0:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC') OR 0))
  GROUP BY person
),
done AS (
  SELECT person, length(came_in) AS total,
    arraySort(came_in) AS keys,
    arraySort((page, key) -> key, pages, came_in) AS codes,
    arraySort((mark, key) -> key, own, arrayFilter(key -> bitAnd(key, 12) > 0, came_in)) AS touched
  FROM touches
),
followed AS (
  SELECT person, keys, touched, arrayReverseFill(hop -> hop > 0, arrayMap(
      (key, next, page, n) -> multiIf(n = total, 1, next > bitOr(key, 16777215) + 30198988800000, 2, bitTest(next, 0), page + 2, 0), keys, arrayPushBack(arrayPopFront(keys), 0), arrayPushBack(arrayPopFront(codes), 0),
      arrayEnumerate(keys))) AS hops,
    arrayMap((key, answer) -> bitTest(key, 2) AND toInt64(bitShiftRight(key, 24)) + 1000 < 3519000000 AND (answer = 0 OR toInt64(bitShiftRight(answer, 24)) - toInt64(bitShiftRight(key, 24)) > 1000),
      keys, arrayPushBack(arrayPopFront(arrayReverseFill(answer -> answer > 0, arrayMap(key -> if((bitTest(key, 2) OR bitTest(key, 3)), 0, key), keys))), 0)) AS deads
  FROM done
),
touched AS (
  SELECT person, keys, hops,
    arrayMap((mark, hop, dead, key) -> (mark, hop, dead, key), touched,
      arrayFilter((hop, key) -> bitAnd(key, 12) > 0, hops, keys),
      arrayFilter((dead, key) -> bitAnd(key, 12) > 0, deads, keys), arrayFilter(key -> bitAnd(key, 12) > 0, keys)) AS few,
    if(length(few) < 3, [], arraySort(mark -> ((bitTest(mark.4, 2), mark.1.2), mark.4), few)) AS many,
    length(many) AS total,
    arrayMap((mark, later, n) -> n + 2 <= total AND bitTest(mark.4, 2) AND (bitTest(mark.4, 2), mark.1.2) = (bitTest(later.4, 2), later.1.2) AND toInt64(bitShiftRight(later.4, 24)) - toInt64(bitShiftRight(mark.4, 24)) <= 1000,
      many, arrayRotateLeft(many, 2), arrayEnumerate(many)) AS firsts,
    arrayPopBack(arrayPushFront(firsts, 0)) AS seconds, arrayPopBack(arrayPushFront(seconds, 0)) AS thirds
  FROM followed
),
raged AS (
  SELECT person, keys[-1] AS last_key, arrayConcat(
      arrayMap((mark, first, second, third) -> (mark.1, mark.2, mark.3, mark.4, toUInt8(first OR second OR third)),
        if(empty(many), few, many), if(empty(many), arrayResize(firsts, length(few)), firsts),
        if(empty(many), arrayResize(firsts, length(few)), seconds),
        if(empty(many), arrayResize(firsts, length(few)), thirds)),
      arrayMap((hop, key) -> ((toUInt64(0), '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), hop, 0, key, 0),
        arrayFilter((hop, key) -> bitTest(key, 1) AND NOT (bitAnd(key, 12) > 0), hops, keys), arrayFilter(key -> bitTest(key, 1) AND NOT (bitAnd(key, 12) > 0), keys))) AS marks
  FROM touched
),
marked AS (
  SELECT person, each.2 AS hop, toInt64(bitShiftRight(each.4, 24)) AS ms, each.1.1 AS nth,
    bitTest(each.4, 1) AS seen, bitTest(each.4, 2) AS clicked,
    clicked OR bitTest(each.4, 3) AS pointed,
    each.1.2 AS element, each.1.3 AS label, each.1.4 AS across, each.1.5 AS down, each.1.6 AS page_wide, each.1.7 AS page_high, each.1.8 AS box_left, each.1.9 AS box_top, each.1.10 AS box_wide, each.1.11 AS box_high,
    hop > 2 AS goes, if(goes, (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT path AS name FROM events WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
) WHERE name != '' ORDER BY name))[hop - 2], '') AS onward,
    hop = 1 AND toInt64(bitShiftRight(last_key, 24)) + 1800000 >= 3519000000 AS open,
    each.3 AS dead, each.5 AS rage
  FROM raged
  ARRAY JOIN marks AS each
),
placed AS (
  SELECT *, if(clicked, if(has((SELECT groupArray(name) FROM (
SELECT toString(JSONExtractString(properties, {b4:String})) AS name FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND event != '$$heatmap'
    AND (event = {b7:String} AND JSONExtractString(properties, {b4:String}) = {b0:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC')
GROUP BY name ORDER BY count() DESC, name LIMIT 3)), element), indexOf((SELECT groupArray(name) FROM (
SELECT toString(JSONExtractString(properties, {b4:String})) AS name FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND event != '$$heatmap'
    AND (event = {b7:String} AND JSONExtractString(properties, {b4:String}) = {b0:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC')
GROUP BY name ORDER BY count() DESC, name LIMIT 3)), element), 4), 0) AS place,
    if(isNull(across), -1, least(toInt64(floor(across * 40)), 39)) AS at_column,
    ifNull(toInt64(floor(down / 40)), -1) AS at_row
  FROM marked
)
SELECT person AS person_id
FROM placed
WHERE clicked
    AND clicked
    AND element = {b0:String}
GROUP BY person
HAVING NOT max(goes) AND max(open);

-- people
WITH
touches AS (
  WITH toUInt8(if(event = {b1:String}, 1, 0) + if((event = {b1:String}) AND path = {b9:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b10:Int64}, 'UTC'), 2, 0) + if((event = {b7:String} AND JSONExtractString(properties, {b4:String}) = {b8:String}) AND path = {b9:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b10:Int64}, 'UTC'), 4, 0)) AS served,
    bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 24) + bitShiftLeft(arrival, 4) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS came_in, groupArray(toUInt32(if(event = {b1:String}, transform(path, (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT path AS name FROM events WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
) WHERE name != '' ORDER BY name)), arrayEnumerate((SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT path AS name FROM events WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
) WHERE name != '' ORDER BY name))), 1), 1))) AS pages,
    groupArrayIf(tuple(arrival, toString(JSONExtractString(properties, {b4:String})), toString(JSONExtractString(properties, {b5:String})), if(toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), if(toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) < 40000, (toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)'), NULL), if(toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)') / toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b6:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL)), bitAnd(served, 12) > 0) AS own
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND event != '$$heatmap'
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    AND person IN (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events WHERE ((event = {b1:String}) AND path = {b9:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b10:Int64}, 'UTC') OR (event = {b7:String} AND JSONExtractString(properties, {b4:String}) = {b8:String}) AND path = {b9:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b10:Int64}, 'UTC') OR 0))
  GROUP BY person
),
done AS (
  SELECT person, length(came_in) AS total,
    arraySort(came_in) AS keys,
    arraySort((page, key) -> key, pages, came_in) AS codes,
    arraySort((mark, key) -> key, own, arrayFilter(key -> bitAnd(key, 12) > 0, came_in)) AS touched
  FROM touches
),
followed AS (
  SELECT person, keys, touched, arrayReverseFill(hop -> hop > 0, arrayMap(
      (key, next, page, n) -> multiIf(n = total, 1, next > bitOr(key, 16777215) + 30198988800000, 2, bitTest(next, 0), page + 2, 0), keys, arrayPushBack(arrayPopFront(keys), 0), arrayPushBack(arrayPopFront(codes), 0),
      arrayEnumerate(keys))) AS hops,
    arrayMap((key, answer) -> bitTest(key, 2) AND toInt64(bitShiftRight(key, 24)) + 1000 < 3519000000 AND (answer = 0 OR toInt64(bitShiftRight(answer, 24)) - toInt64(bitShiftRight(key, 24)) > 1000),
      keys, arrayPushBack(arrayPopFront(arrayReverseFill(answer -> answer > 0, arrayMap(key -> if((bitTest(key, 2) OR bitTest(key, 3)), 0, key), keys))), 0)) AS deads
  FROM done
),
touched AS (
  SELECT person, keys, hops,
    arrayMap((mark, hop, dead, key) -> (mark, hop, dead, key), touched,
      arrayFilter((hop, key) -> bitAnd(key, 12) > 0, hops, keys),
      arrayFilter((dead, key) -> bitAnd(key, 12) > 0, deads, keys), arrayFilter(key -> bitAnd(key, 12) > 0, keys)) AS few,
    if(length(few) < 3, [], arraySort(mark -> ((bitTest(mark.4, 2), mark.1.2), mark.4), few)) AS many,
    length(many) AS total,
    arrayMap((mark, later, n) -> n + 2 <= total AND bitTest(mark.4, 2) AND (bitTest(mark.4, 2), mark.1.2) = (bitTest(later.4, 2), later.1.2) AND toInt64(bitShiftRight(later.4, 24)) - toInt64(bitShiftRight(mark.4, 24)) <= 1000,
      many, arrayRotateLeft(many, 2), arrayEnumerate(many)) AS firsts,
    arrayPopBack(arrayPushFront(firsts, 0)) AS seconds, arrayPopBack(arrayPushFront(seconds, 0)) AS thirds
  FROM followed
),
raged AS (
  SELECT person, keys[-1] AS last_key, arrayConcat(
      arrayMap((mark, first, second, third) -> (mark.1, mark.2, mark.3, mark.4, toUInt8(first OR second OR third)),
        if(empty(many), few, many), if(empty(many), arrayResize(firsts, length(few)), firsts),
        if(empty(many), arrayResize(firsts, length(few)), seconds),
        if(empty(many), arrayResize(firsts, length(few)), thirds)),
      arrayMap((hop, key) -> ((toUInt64(0), '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), hop, 0, key, 0),
        arrayFilter((hop, key) -> bitTest(key, 1) AND NOT (bitAnd(key, 12) > 0), hops, keys), arrayFilter(key -> bitTest(key, 1) AND NOT (bitAnd(key, 12) > 0), keys))) AS marks
  FROM touched
),
marked AS (
  SELECT person, each.2 AS hop, toInt64(bitShiftRight(each.4, 24)) AS ms, each.1.1 AS nth,
    bitTest(each.4, 1) AS seen, bitTest(each.4, 2) AS clicked,
    clicked OR bitTest(each.4, 3) AS pointed,
    each.1.2 AS element, each.1.3 AS label, each.1.4 AS across, each.1.5 AS down, each.1.6 AS page_wide, each.1.7 AS page_high, each.1.8 AS box_left, each.1.9 AS box_top, each.1.10 AS box_wide, each.1.11 AS box_high,
    hop > 2 AS goes, if(goes, (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT path AS name FROM events WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
) WHERE name != '' ORDER BY name))[hop - 2], '') AS onward,
    hop = 1 AND toInt64(bitShiftRight(last_key, 24)) + 1800000 >= 3519000000 AS open,
    each.3 AS dead, each.5 AS rage
  FROM raged
  ARRAY JOIN marks AS each
),
placed AS (
  SELECT *, if(clicked, if(has((SELECT groupArray(name) FROM (
SELECT toString(JSONExtractString(properties, {b4:String})) AS name FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND event != '$$heatmap'
    AND (event = {b7:String} AND JSONExtractString(properties, {b4:String}) = {b8:String}) AND path = {b9:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b10:Int64}, 'UTC')
GROUP BY name ORDER BY count() DESC, name LIMIT 3)), element), indexOf((SELECT groupArray(name) FROM (
SELECT toString(JSONExtractString(properties, {b4:String})) AS name FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND event != '$$heatmap'
    AND (event = {b7:String} AND JSONExtractString(properties, {b4:String}) = {b8:String}) AND path = {b9:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b10:Int64}, 'UTC')
GROUP BY name ORDER BY count() DESC, name LIMIT 3)), element), 4), 0) AS place,
    if(isNull(across), -1, least(toInt64(floor(across * 40)), 39)) AS at_column,
    ifNull(toInt64(floor(down / 40)), -1) AS at_row
  FROM marked
)
SELECT person AS person_id
FROM placed
WHERE seen
    AND goes
    AND seen
    AND goes
    AND onward = {b0:String}
GROUP BY person;

-- people
WITH
touches AS (
  WITH toUInt8(if(event = {b0:String}, 1, 0) + if((event = {b0:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC'), 2, 0) + if((event = {b6:String} AND JSONExtractString(properties, {b3:String}) = {b7:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC'), 4, 0)) AS served,
    bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 24) + bitShiftLeft(arrival, 4) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS came_in, groupArray(toUInt32(if(event = {b0:String}, transform(path, (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT path AS name FROM events WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
) WHERE name != '' ORDER BY name)), arrayEnumerate((SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT path AS name FROM events WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
) WHERE name != '' ORDER BY name))), 1), 1))) AS pages,
    groupArrayIf(tuple(arrival, toString(JSONExtractString(properties, {b3:String})), toString(JSONExtractString(properties, {b4:String})), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, (toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)'), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)') / toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')), NULL), if(toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b5:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL)), bitAnd(served, 12) > 0) AS own
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND event != '$$heatmap'
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND person IN (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events WHERE ((event = {b0:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC') OR (event = {b6:String} AND JSONExtractString(properties, {b3:String}) = {b7:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC') OR 0))
  GROUP BY person
),
done AS (
  SELECT person, length(came_in) AS total,
    arraySort(came_in) AS keys,
    arraySort((page, key) -> key, pages, came_in) AS codes,
    arraySort((mark, key) -> key, own, arrayFilter(key -> bitAnd(key, 12) > 0, came_in)) AS touched
  FROM touches
),
followed AS (
  SELECT person, keys, touched, arrayReverseFill(hop -> hop > 0, arrayMap(
      (key, next, page, n) -> multiIf(n = total, 1, next > bitOr(key, 16777215) + 30198988800000, 2, bitTest(next, 0), page + 2, 0), keys, arrayPushBack(arrayPopFront(keys), 0), arrayPushBack(arrayPopFront(codes), 0),
      arrayEnumerate(keys))) AS hops,
    arrayMap((key, answer) -> bitTest(key, 2) AND toInt64(bitShiftRight(key, 24)) + 1000 < 3519000000 AND (answer = 0 OR toInt64(bitShiftRight(answer, 24)) - toInt64(bitShiftRight(key, 24)) > 1000),
      keys, arrayPushBack(arrayPopFront(arrayReverseFill(answer -> answer > 0, arrayMap(key -> if((bitTest(key, 2) OR bitTest(key, 3)), 0, key), keys))), 0)) AS deads
  FROM done
),
touched AS (
  SELECT person, keys, hops,
    arrayMap((mark, hop, dead, key) -> (mark, hop, dead, key), touched,
      arrayFilter((hop, key) -> bitAnd(key, 12) > 0, hops, keys),
      arrayFilter((dead, key) -> bitAnd(key, 12) > 0, deads, keys), arrayFilter(key -> bitAnd(key, 12) > 0, keys)) AS few,
    if(length(few) < 3, [], arraySort(mark -> ((bitTest(mark.4, 2), mark.1.2), mark.4), few)) AS many,
    length(many) AS total,
    arrayMap((mark, later, n) -> n + 2 <= total AND bitTest(mark.4, 2) AND (bitTest(mark.4, 2), mark.1.2) = (bitTest(later.4, 2), later.1.2) AND toInt64(bitShiftRight(later.4, 24)) - toInt64(bitShiftRight(mark.4, 24)) <= 1000,
      many, arrayRotateLeft(many, 2), arrayEnumerate(many)) AS firsts,
    arrayPopBack(arrayPushFront(firsts, 0)) AS seconds, arrayPopBack(arrayPushFront(seconds, 0)) AS thirds
  FROM followed
),
raged AS (
  SELECT person, keys[-1] AS last_key, arrayConcat(
      arrayMap((mark, first, second, third) -> (mark.1, mark.2, mark.3, mark.4, toUInt8(first OR second OR third)),
        if(empty(many), few, many), if(empty(many), arrayResize(firsts, length(few)), firsts),
        if(empty(many), arrayResize(firsts, length(few)), seconds),
        if(empty(many), arrayResize(firsts, length(few)), thirds)),
      arrayMap((hop, key) -> ((toUInt64(0), '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), hop, 0, key, 0),
        arrayFilter((hop, key) -> bitTest(key, 1) AND NOT (bitAnd(key, 12) > 0), hops, keys), arrayFilter(key -> bitTest(key, 1) AND NOT (bitAnd(key, 12) > 0), keys))) AS marks
  FROM touched
),
marked AS (
  SELECT person, each.2 AS hop, toInt64(bitShiftRight(each.4, 24)) AS ms, each.1.1 AS nth,
    bitTest(each.4, 1) AS seen, bitTest(each.4, 2) AS clicked,
    clicked OR bitTest(each.4, 3) AS pointed,
    each.1.2 AS element, each.1.3 AS label, each.1.4 AS across, each.1.5 AS down, each.1.6 AS page_wide, each.1.7 AS page_high, each.1.8 AS box_left, each.1.9 AS box_top, each.1.10 AS box_wide, each.1.11 AS box_high,
    hop > 2 AS goes, if(goes, (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT path AS name FROM events WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
) WHERE name != '' ORDER BY name))[hop - 2], '') AS onward,
    hop = 1 AND toInt64(bitShiftRight(last_key, 24)) + 1800000 >= 3519000000 AS open,
    each.3 AS dead, each.5 AS rage
  FROM raged
  ARRAY JOIN marks AS each
),
placed AS (
  SELECT *, if(clicked, if(has((SELECT groupArray(name) FROM (
SELECT toString(JSONExtractString(properties, {b3:String})) AS name FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND event != '$$heatmap'
    AND (event = {b6:String} AND JSONExtractString(properties, {b3:String}) = {b7:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC')
GROUP BY name ORDER BY count() DESC, name LIMIT 3)), element), indexOf((SELECT groupArray(name) FROM (
SELECT toString(JSONExtractString(properties, {b3:String})) AS name FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND event != '$$heatmap'
    AND (event = {b6:String} AND JSONExtractString(properties, {b3:String}) = {b7:String}) AND path = {b8:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC')
GROUP BY name ORDER BY count() DESC, name LIMIT 3)), element), 4), 0) AS place,
    if(isNull(across), -1, least(toInt64(floor(across * 40)), 39)) AS at_column,
    ifNull(toInt64(floor(down / 40)), -1) AS at_row
  FROM marked
)
SELECT person AS person_id
FROM placed
WHERE rage
    AND pointed
    AND at_column = 3
    AND pointed
    AND at_row = 10
GROUP BY person;

