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
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, toUInt8(ifNull((event = {b1:String}) AND toString(JSONExtractString(properties, {b2:String})) = {b3:String} AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC'), 0)) AS is_click,
    tuple(toUnixTimestamp64Milli(time), arrival, toUInt8(ifNull(event = {b0:String}, 0)), toString(JSONExtractString(properties, {b2:String})), toUInt8(ifNull((event = {b0:String}) AND toString(JSONExtractString(properties, {b2:String})) = {b3:String} AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC'), 0)), is_click, if(is_click, '', ''), if(is_click, '', ''), if(is_click, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)') / CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, (CAST(NULL, 'Nullable(Float64)') - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)')) / CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)') - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)') / CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL)) AS touch
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
    AND JSONExtractString(properties, {b2:String}) = {b6:String}
    AND person IN (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events WHERE ((event = {b0:String}) AND toString(JSONExtractString(properties, {b2:String})) = {b3:String} AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC') OR (event = {b1:String}) AND toString(JSONExtractString(properties, {b2:String})) = {b3:String} AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC'))
    AND JSONExtractString(properties, {b2:String}) = {b6:String})
),
done AS (
  SELECT person, arraySort(groupArray(touch)) AS touched FROM touches GROUP BY person
),
followed AS (
  SELECT person, touched, arrayReverseFill(hop -> hop.1, arrayMap(
      (each, next, n) -> multiIf(n = length(touched), tuple(1, 0, '', toUInt8(each.1 + 1800000 >= {b8:Int64})), next.1 - each.1 > 1800000, tuple(1, 0, '', 0), tuple(next.3, next.3, next.4, 0)),
      touched, arrayPushBack(arrayPopFront(touched), touched[1]), arrayEnumerate(touched))) AS hops,
    arrayMap((each, answer) -> toUInt8(each.6 AND each.1 + 1000 < {b8:Int64}
      AND (answer = 0 OR answer - each.1 > 1000)), touched, arrayPushBack(arrayPopFront(arrayReverseFill(ms -> ms > 0, arrayMap(each -> if(each.6, toInt64(0), each.1), touched))), toInt64(0))) AS deads
  FROM done
),
marks AS (
  SELECT person, arrayJoin(arrayFilter(each -> tupleElement(each.1, 5) OR tupleElement(each.1, 6),
      arrayZip(touched, hops, deads))) AS pair,
    pair.1 AS mark, pair.2 AS hop, mark.1 AS ms, mark.2 AS nth,
    mark.5 AS seen, mark.6 AS clicked,
    mark.7 AS element, mark.8 AS label, mark.9 AS across, mark.10 AS down, mark.11 AS page_wide, mark.12 AS page_high, mark.13 AS box_left, mark.14 AS box_top, mark.15 AS box_wide, mark.16 AS box_high,
    hop.2 AS goes, hop.3 AS onward, hop.4 AS open, pair.3 AS dead
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
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, toUInt8(ifNull((event = {b2:String}) AND toString(JSONExtractString(properties, {b3:String})) = {b0:String} AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC'), 0)) AS is_click,
    tuple(toUnixTimestamp64Milli(time), arrival, toUInt8(ifNull(event = {b1:String}, 0)), toString(JSONExtractString(properties, {b3:String})), toUInt8(ifNull((event = {b1:String}) AND toString(JSONExtractString(properties, {b3:String})) = {b0:String} AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC'), 0)), is_click, if(is_click, '', ''), if(is_click, '', ''), if(is_click, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)') / CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, (CAST(NULL, 'Nullable(Float64)') - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)')) / CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)') - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)') / CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(CAST(NULL, 'Nullable(Float64)') > 0 AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') <= CAST(NULL, 'Nullable(Float64)') AND CAST(NULL, 'Nullable(Float64)') >= 0 AND CAST(NULL, 'Nullable(Float64)') < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL)) AS touch
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
    AND JSONExtractString(properties, {b3:String}) = {b6:String}
    AND person IN (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events WHERE ((event = {b1:String}) AND toString(JSONExtractString(properties, {b3:String})) = {b0:String} AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC') OR (event = {b2:String}) AND toString(JSONExtractString(properties, {b3:String})) = {b0:String} AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC'))
    AND JSONExtractString(properties, {b3:String}) = {b6:String})
),
done AS (
  SELECT person, arraySort(groupArray(touch)) AS touched FROM touches GROUP BY person
),
followed AS (
  SELECT person, touched, arrayReverseFill(hop -> hop.1, arrayMap(
      (each, next, n) -> multiIf(n = length(touched), tuple(1, 0, '', toUInt8(each.1 + 1800000 >= {b8:Int64})), next.1 - each.1 > 1800000, tuple(1, 0, '', 0), tuple(next.3, next.3, next.4, 0)),
      touched, arrayPushBack(arrayPopFront(touched), touched[1]), arrayEnumerate(touched))) AS hops,
    arrayMap((each, answer) -> toUInt8(each.6 AND each.1 + 1000 < {b8:Int64}
      AND (answer = 0 OR answer - each.1 > 1000)), touched, arrayPushBack(arrayPopFront(arrayReverseFill(ms -> ms > 0, arrayMap(each -> if(each.6, toInt64(0), each.1), touched))), toInt64(0))) AS deads
  FROM done
),
marks AS (
  SELECT person, arrayJoin(arrayFilter(each -> tupleElement(each.1, 5) OR tupleElement(each.1, 6),
      arrayZip(touched, hops, deads))) AS pair,
    pair.1 AS mark, pair.2 AS hop, mark.1 AS ms, mark.2 AS nth,
    mark.5 AS seen, mark.6 AS clicked,
    mark.7 AS element, mark.8 AS label, mark.9 AS across, mark.10 AS down, mark.11 AS page_wide, mark.12 AS page_high, mark.13 AS box_left, mark.14 AS box_top, mark.15 AS box_wide, mark.16 AS box_high,
    hop.2 AS goes, hop.3 AS onward, hop.4 AS open, pair.3 AS dead
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

