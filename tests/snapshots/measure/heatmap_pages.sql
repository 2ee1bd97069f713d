-- answer
SELECT toString(JSONExtractString(properties, {b0:String})) AS page, count() AS clicks
FROM events
WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    AND toString(JSONExtractString(properties, {b0:String})) != ''
    AND JSONExtractString(properties, {b0:String}) = {b4:String}
GROUP BY page
ORDER BY clicks DESC, page
LIMIT 100;

-- people
SELECT toString(JSONExtractString(properties, {b0:String})) AS page, count() AS clicks
FROM events
WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    AND toString(JSONExtractString(properties, {b0:String})) != ''
    AND JSONExtractString(properties, {b0:String}) = {b4:String}
GROUP BY page
ORDER BY clicks DESC, page
LIMIT 100;

-- people
WITH
touches AS (
  WITH toUInt8(ifNull((event = {b5:String}) AND toString(JSONExtractString(properties, {b3:String})) = {b6:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC'), 0)) AS is_click, toUInt8(ifNull(0, 0)) AS is_spot,
    toUInt8(if(event = {b0:String}, 1, 0) + if((event = {b0:String}) AND toString(JSONExtractString(properties, {b3:String})) = {b6:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC'), 2, 0) + if(is_click, 4, 0) + if(is_spot, 8, 0)) AS served,
    bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1775232000000), 24) + bitShiftLeft(arrival, 4) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS came_in, groupArray(toUInt32(if(event = {b0:String}, transform(toString(JSONExtractString(properties, {b3:String})), (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT toString(JSONExtractString(properties, {b3:String})) AS name FROM events WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND JSONExtractString(properties, {b3:String}) = {b4:String}
) WHERE name != '' ORDER BY name)), arrayEnumerate((SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT toString(JSONExtractString(properties, {b3:String})) AS name FROM events WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND JSONExtractString(properties, {b3:String}) = {b4:String}
) WHERE name != '' ORDER BY name))), 1), 1))) AS pages,
    groupArrayIf(tuple(key, arrival, if(is_click OR is_spot, '', ''), if(is_click OR is_spot, '', ''), if(is_click OR is_spot, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)') / CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click OR is_spot, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click OR is_spot, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click OR is_spot, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click OR is_spot, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, (CAST(NULL, 'Nullable(Float64)') - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)')) / CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click OR is_spot, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)') - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click OR is_spot, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)') / CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click OR is_spot, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL)), bitAnd(served, 14) > 0) AS own
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND event != '$$heatmap'
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND JSONExtractString(properties, {b3:String}) = {b4:String}
    AND person IN (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events WHERE ((event = {b0:String}) AND toString(JSONExtractString(properties, {b3:String})) = {b6:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC') OR (event = {b5:String}) AND toString(JSONExtractString(properties, {b3:String})) = {b6:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC') OR 0)
    AND JSONExtractString(properties, {b3:String}) = {b4:String})
  GROUP BY person
),
done AS (
  SELECT person, length(came_in) AS total,
    arraySort(came_in) AS keys,
    arraySort((page, key) -> key, pages, came_in) AS codes,
    arraySort(each -> each.1, own) AS touched
  FROM touches
),
followed AS (
  SELECT person, keys, touched, arrayReverseFill(hop -> hop > 0, arrayMap(
      (key, next, page, n) -> multiIf(n = total, 1, next > bitOr(key, 16777215) + 30198988800000, 2, bitTest(next, 0), page + 2, 0), keys, arrayPushBack(arrayPopFront(keys), 0), arrayPushBack(arrayPopFront(codes), 0),
      arrayEnumerate(keys))) AS hops,
    arrayMap((key, answer) -> bitTest(key, 2) AND toInt64(bitShiftRight(key, 24)) + 1000 < 581400000 AND (answer = 0 OR toInt64(bitShiftRight(answer, 24)) - toInt64(bitShiftRight(key, 24)) > 1000),
      keys, arrayPushBack(arrayPopFront(arrayReverseFill(answer -> answer > 0, arrayMap(key -> if((bitTest(key, 2) OR bitTest(key, 3)), 0, key), keys))), 0)) AS deads
  FROM done
),
marks AS (
  SELECT person, arrayJoin(arrayZip(touched,
      arrayFilter((hop, key) -> bitAnd(key, 14) > 0, hops, keys),
      arrayFilter((dead, key) -> bitAnd(key, 14) > 0, deads, keys),
      arrayFilter(key -> bitAnd(key, 14) > 0, keys))) AS pair,
    pair.1 AS mark, pair.2 AS hop, toInt64(bitShiftRight(pair.4, 24)) AS ms, mark.2 AS nth,
    bitTest(pair.4, 1) AS seen, bitTest(pair.4, 2) AS clicked,
    clicked OR bitTest(pair.4, 3) AS pointed,
    mark.3 AS element, mark.4 AS label, mark.5 AS across, mark.6 AS down, mark.7 AS page_wide, mark.8 AS page_high, mark.9 AS box_left, mark.10 AS box_top, mark.11 AS box_wide, mark.12 AS box_high,
    hop > 2 AS goes, if(goes, (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT toString(JSONExtractString(properties, {b3:String})) AS name FROM events WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND JSONExtractString(properties, {b3:String}) = {b4:String}
) WHERE name != '' ORDER BY name))[hop - 2], '') AS onward,
    hop = 1 AND toInt64(bitShiftRight(keys[-1], 24)) + 1800000 >= 581400000 AS open,
    pair.3 AS dead
  FROM followed
),
raged AS (
  SELECT *, clicked AND (ifNull(leadInFrame(toNullable(ms), 0) OVER run - lagInFrame(toNullable(ms), 2) OVER run <= 1000, 0) OR ifNull(leadInFrame(toNullable(ms), 1) OVER run - lagInFrame(toNullable(ms), 1) OVER run <= 1000, 0) OR ifNull(leadInFrame(toNullable(ms), 2) OVER run - lagInFrame(toNullable(ms), 0) OVER run <= 1000, 0)) AS rage,
    countIf(clicked) OVER (PARTITION BY element) AS element_clicks,
    if(isNull(across), -1, least(toInt64(floor(across * 40)), 39)) AS at_column,
    ifNull(toInt64(floor(down / 40)), -1) AS at_row
  FROM marks
  WINDOW run AS (PARTITION BY person, clicked, element ORDER BY ms, nth
    ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING)
),
placed AS (
  SELECT *, if(clicked, dense_rank() OVER (PARTITION BY clicked ORDER BY element_clicks DESC, element), 0) AS place
  FROM raged
)
SELECT person AS person_id
FROM placed
WHERE clicked
    AND clicked
    AND place > 10
GROUP BY person;

-- people
SELECT toString(JSONExtractString(properties, {b0:String})) AS page, count() AS clicks
FROM events
WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    AND toString(JSONExtractString(properties, {b0:String})) != ''
    AND JSONExtractString(properties, {b0:String}) = {b4:String}
GROUP BY page
ORDER BY clicks DESC, page
LIMIT 100;

-- people
WITH
touches AS (
  WITH toUInt8(ifNull((event = {b6:String}) AND toString(JSONExtractString(properties, {b4:String})) = {b0:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC'), 0)) AS is_click, toUInt8(ifNull(0, 0)) AS is_spot,
    toUInt8(if(event = {b1:String}, 1, 0) + if((event = {b1:String}) AND toString(JSONExtractString(properties, {b4:String})) = {b0:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC'), 2, 0) + if(is_click, 4, 0) + if(is_spot, 8, 0)) AS served,
    bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1775232000000), 24) + bitShiftLeft(arrival, 4) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS came_in, groupArray(toUInt32(if(event = {b1:String}, transform(toString(JSONExtractString(properties, {b4:String})), (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT toString(JSONExtractString(properties, {b4:String})) AS name FROM events WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    AND JSONExtractString(properties, {b4:String}) = {b5:String}
) WHERE name != '' ORDER BY name)), arrayEnumerate((SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT toString(JSONExtractString(properties, {b4:String})) AS name FROM events WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    AND JSONExtractString(properties, {b4:String}) = {b5:String}
) WHERE name != '' ORDER BY name))), 1), 1))) AS pages,
    groupArrayIf(tuple(key, arrival, if(is_click OR is_spot, '', ''), if(is_click OR is_spot, '', ''), if(is_click OR is_spot, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)') / CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click OR is_spot, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click OR is_spot, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click OR is_spot, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click OR is_spot, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, (CAST(NULL, 'Nullable(Float64)') - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)')) / CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click OR is_spot, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)') - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click OR is_spot, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)') / CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click OR is_spot, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL)), bitAnd(served, 14) > 0) AS own
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND event != '$$heatmap'
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    AND JSONExtractString(properties, {b4:String}) = {b5:String}
    AND person IN (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events WHERE ((event = {b1:String}) AND toString(JSONExtractString(properties, {b4:String})) = {b0:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC') OR (event = {b6:String}) AND toString(JSONExtractString(properties, {b4:String})) = {b0:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC') OR 0)
    AND JSONExtractString(properties, {b4:String}) = {b5:String})
  GROUP BY person
),
done AS (
  SELECT person, length(came_in) AS total,
    arraySort(came_in) AS keys,
    arraySort((page, key) -> key, pages, came_in) AS codes,
    arraySort(each -> each.1, own) AS touched
  FROM touches
),
followed AS (
  SELECT person, keys, touched, arrayReverseFill(hop -> hop > 0, arrayMap(
      (key, next, page, n) -> multiIf(n = total, 1, next > bitOr(key, 16777215) + 30198988800000, 2, bitTest(next, 0), page + 2, 0), keys, arrayPushBack(arrayPopFront(keys), 0), arrayPushBack(arrayPopFront(codes), 0),
      arrayEnumerate(keys))) AS hops,
    arrayMap((key, answer) -> bitTest(key, 2) AND toInt64(bitShiftRight(key, 24)) + 1000 < 581400000 AND (answer = 0 OR toInt64(bitShiftRight(answer, 24)) - toInt64(bitShiftRight(key, 24)) > 1000),
      keys, arrayPushBack(arrayPopFront(arrayReverseFill(answer -> answer > 0, arrayMap(key -> if((bitTest(key, 2) OR bitTest(key, 3)), 0, key), keys))), 0)) AS deads
  FROM done
),
marks AS (
  SELECT person, arrayJoin(arrayZip(touched,
      arrayFilter((hop, key) -> bitAnd(key, 14) > 0, hops, keys),
      arrayFilter((dead, key) -> bitAnd(key, 14) > 0, deads, keys),
      arrayFilter(key -> bitAnd(key, 14) > 0, keys))) AS pair,
    pair.1 AS mark, pair.2 AS hop, toInt64(bitShiftRight(pair.4, 24)) AS ms, mark.2 AS nth,
    bitTest(pair.4, 1) AS seen, bitTest(pair.4, 2) AS clicked,
    clicked OR bitTest(pair.4, 3) AS pointed,
    mark.3 AS element, mark.4 AS label, mark.5 AS across, mark.6 AS down, mark.7 AS page_wide, mark.8 AS page_high, mark.9 AS box_left, mark.10 AS box_top, mark.11 AS box_wide, mark.12 AS box_high,
    hop > 2 AS goes, if(goes, (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM (
SELECT DISTINCT toString(JSONExtractString(properties, {b4:String})) AS name FROM events WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    AND JSONExtractString(properties, {b4:String}) = {b5:String}
) WHERE name != '' ORDER BY name))[hop - 2], '') AS onward,
    hop = 1 AND toInt64(bitShiftRight(keys[-1], 24)) + 1800000 >= 581400000 AS open,
    pair.3 AS dead
  FROM followed
),
raged AS (
  SELECT *, clicked AND (ifNull(leadInFrame(toNullable(ms), 0) OVER run - lagInFrame(toNullable(ms), 2) OVER run <= 1000, 0) OR ifNull(leadInFrame(toNullable(ms), 1) OVER run - lagInFrame(toNullable(ms), 1) OVER run <= 1000, 0) OR ifNull(leadInFrame(toNullable(ms), 2) OVER run - lagInFrame(toNullable(ms), 0) OVER run <= 1000, 0)) AS rage,
    countIf(clicked) OVER (PARTITION BY element) AS element_clicks,
    if(isNull(across), -1, least(toInt64(floor(across * 40)), 39)) AS at_column,
    ifNull(toInt64(floor(down / 40)), -1) AS at_row
  FROM marks
  WINDOW run AS (PARTITION BY person, clicked, element ORDER BY ms, nth
    ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING)
),
placed AS (
  SELECT *, if(clicked, dense_rank() OVER (PARTITION BY clicked ORDER BY element_clicks DESC, element), 0) AS place
  FROM raged
)
SELECT person AS person_id
FROM placed
WHERE clicked
    AND goes
    AND clicked
    AND element = {b0:String}
    AND clicked
    AND goes
    AND onward = {b0:String}
GROUP BY person;

