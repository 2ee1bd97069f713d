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
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, toUInt8(ifNull((event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC'), 0)) AS is_click,
    tuple(toUnixTimestamp64Milli(time), arrival, toUInt8(ifNull(event = {b0:String}, 0)), path, toUInt8(ifNull((event = {b0:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC'), 0)), is_click, if(is_click, toString(JSONExtractString(properties, {b2:String})), ''), if(is_click, toString(JSONExtractString(properties, {b8:String})), ''), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, (toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)') / toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL)) AS touch
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC')
    AND person IN (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events WHERE ((event = {b0:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC') OR (event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')))
),
done AS (
  SELECT person, arraySort(groupArray(touch)) AS touched FROM touches GROUP BY person
),
followed AS (
  SELECT person, touched, arrayReverseFill(hop -> hop.1, arrayMap(
      (each, next, n) -> multiIf(n = length(touched), tuple(1, 0, '', toUInt8(each.1 + 1800000 >= {b10:Int64})), next.1 - each.1 > 1800000, tuple(1, 0, '', 0), tuple(next.3, next.3, next.4, 0)),
      touched, arrayPushBack(arrayPopFront(touched), touched[1]), arrayEnumerate(touched))) AS hops,
    arrayMap((each, answer) -> toUInt8(each.6 AND each.1 + 1000 < {b10:Int64}
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
SELECT toNullable(if(clicked, least(place, 4), 0)) AS shown,
  toNullable(if(place > 3, '', element)) AS named,
  toNullable(at_column) AS x, toNullable(at_row) AS y,
  countIf(seen), uniqExact(person), countIf(clicked), uniqExactIf(person, clicked),
  uniqExactIf(person, clicked AND goes), uniqExactIf(person, clicked AND (goes OR open)),
  uniqExactIf(person, seen), uniqExactIf(person, seen AND goes), uniqExactIf(person, seen AND (goes OR open)),
  countIf(rage), uniqExactIf(person, rage), countIf(dead), uniqExactIf(person, dead),
  argMaxIf(label, (ms, nth), clicked AND label != ''),
  quantileExactInclusiveIf(0.5)(across, clicked), quantileExactInclusiveIf(0.5)(down, clicked), quantileExactInclusiveIf(0.5)(page_wide, clicked), quantileExactInclusiveIf(0.5)(page_high, clicked), quantileExactInclusiveIf(0.5)(box_left, clicked), quantileExactInclusiveIf(0.5)(box_top, clicked), quantileExactInclusiveIf(0.5)(box_wide, clicked), quantileExactInclusiveIf(0.5)(box_high, clicked)
FROM placed
GROUP BY GROUPING SETS ((), (shown, named), (x, y));

-- answer
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, toUInt8(ifNull((event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC'), 0)) AS is_click,
    tuple(toUnixTimestamp64Milli(time), arrival, toUInt8(ifNull(event = {b0:String}, 0)), path, toUInt8(ifNull((event = {b0:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC'), 0)), is_click, if(is_click, toString(JSONExtractString(properties, {b2:String})), ''), if(is_click, toString(JSONExtractString(properties, {b8:String})), ''), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, (toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)') / toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL)) AS touch
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC')
    AND person IN (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events WHERE ((event = {b0:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC') OR (event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')))
),
done AS (
  SELECT person, arraySort(groupArray(touch)) AS touched FROM touches GROUP BY person
),
followed AS (
  SELECT person, touched, arrayReverseFill(hop -> hop.1, arrayMap(
      (each, next, n) -> multiIf(n = length(touched), tuple(1, 0, '', toUInt8(each.1 + 1800000 >= {b10:Int64})), next.1 - each.1 > 1800000, tuple(1, 0, '', 0), tuple(next.3, next.3, next.4, 0)),
      touched, arrayPushBack(arrayPopFront(touched), touched[1]), arrayEnumerate(touched))) AS hops,
    arrayMap((each, answer) -> toUInt8(each.6 AND each.1 + 1000 < {b10:Int64}
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
SELECT arrayJoin(arrayFilter(at -> at >= 0, [if(seen, 0, -1), if(clicked, toInt64(least(place, 4)), -1)])) AS shown,
  onward, uniqExact(person) AS people
FROM placed
WHERE goes
GROUP BY shown, onward
ORDER BY shown, people DESC, onward
LIMIT 5 BY shown;

-- people
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, toUInt8(ifNull((event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC'), 0)) AS is_click,
    tuple(toUnixTimestamp64Milli(time), arrival, toUInt8(ifNull(event = {b0:String}, 0)), path, toUInt8(ifNull((event = {b0:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC'), 0)), is_click, if(is_click, toString(JSONExtractString(properties, {b2:String})), ''), if(is_click, toString(JSONExtractString(properties, {b8:String})), ''), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, (toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)') / toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL)) AS touch
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC')
    AND person IN (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events WHERE ((event = {b0:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC') OR (event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')))
),
done AS (
  SELECT person, arraySort(groupArray(touch)) AS touched FROM touches GROUP BY person
),
followed AS (
  SELECT person, touched, arrayReverseFill(hop -> hop.1, arrayMap(
      (each, next, n) -> multiIf(n = length(touched), tuple(1, 0, '', toUInt8(each.1 + 1800000 >= {b10:Int64})), next.1 - each.1 > 1800000, tuple(1, 0, '', 0), tuple(next.3, next.3, next.4, 0)),
      touched, arrayPushBack(arrayPopFront(touched), touched[1]), arrayEnumerate(touched))) AS hops,
    arrayMap((each, answer) -> toUInt8(each.6 AND each.1 + 1000 < {b10:Int64}
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
WHERE 1
GROUP BY person;

-- people
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, toUInt8(ifNull((event = {b2:String} AND JSONExtractString(properties, {b3:String}) = {b0:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC'), 0)) AS is_click,
    tuple(toUnixTimestamp64Milli(time), arrival, toUInt8(ifNull(event = {b1:String}, 0)), path, toUInt8(ifNull((event = {b1:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC'), 0)), is_click, if(is_click, toString(JSONExtractString(properties, {b3:String})), ''), if(is_click, toString(JSONExtractString(properties, {b8:String})), ''), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, (toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)') / toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL)) AS touch
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC')
    AND person IN (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events WHERE ((event = {b1:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC') OR (event = {b2:String} AND JSONExtractString(properties, {b3:String}) = {b0:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')))
),
done AS (
  SELECT person, arraySort(groupArray(touch)) AS touched FROM touches GROUP BY person
),
followed AS (
  SELECT person, touched, arrayReverseFill(hop -> hop.1, arrayMap(
      (each, next, n) -> multiIf(n = length(touched), tuple(1, 0, '', toUInt8(each.1 + 1800000 >= {b10:Int64})), next.1 - each.1 > 1800000, tuple(1, 0, '', 0), tuple(next.3, next.3, next.4, 0)),
      touched, arrayPushBack(arrayPopFront(touched), touched[1]), arrayEnumerate(touched))) AS hops,
    arrayMap((each, answer) -> toUInt8(each.6 AND each.1 + 1000 < {b10:Int64}
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
    AND element = {b0:String}
GROUP BY person
HAVING NOT max(goes) AND max(open);

-- people
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, toUInt8(ifNull((event = {b2:String} AND JSONExtractString(properties, {b3:String}) = {b4:String}) AND path = {b5:String} AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC'), 0)) AS is_click,
    tuple(toUnixTimestamp64Milli(time), arrival, toUInt8(ifNull(event = {b1:String}, 0)), path, toUInt8(ifNull((event = {b1:String}) AND path = {b5:String} AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC'), 0)), is_click, if(is_click, toString(JSONExtractString(properties, {b3:String})), ''), if(is_click, toString(JSONExtractString(properties, {b9:String})), ''), if(is_click, if(toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) < 40000, (toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)') / toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b8:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL)) AS touch
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b10:Int64}, 'UTC')
    AND person IN (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events WHERE ((event = {b1:String}) AND path = {b5:String} AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC') OR (event = {b2:String} AND JSONExtractString(properties, {b3:String}) = {b4:String}) AND path = {b5:String} AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')))
),
done AS (
  SELECT person, arraySort(groupArray(touch)) AS touched FROM touches GROUP BY person
),
followed AS (
  SELECT person, touched, arrayReverseFill(hop -> hop.1, arrayMap(
      (each, next, n) -> multiIf(n = length(touched), tuple(1, 0, '', toUInt8(each.1 + 1800000 >= {b11:Int64})), next.1 - each.1 > 1800000, tuple(1, 0, '', 0), tuple(next.3, next.3, next.4, 0)),
      touched, arrayPushBack(arrayPopFront(touched), touched[1]), arrayEnumerate(touched))) AS hops,
    arrayMap((each, answer) -> toUInt8(each.6 AND each.1 + 1000 < {b11:Int64}
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
WHERE seen
    AND goes
    AND seen
    AND goes
    AND onward = {b0:String}
GROUP BY person;

-- people
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, toUInt8(ifNull((event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC'), 0)) AS is_click,
    tuple(toUnixTimestamp64Milli(time), arrival, toUInt8(ifNull(event = {b0:String}, 0)), path, toUInt8(ifNull((event = {b0:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC'), 0)), is_click, if(is_click, toString(JSONExtractString(properties, {b2:String})), ''), if(is_click, toString(JSONExtractString(properties, {b8:String})), ''), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, (toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)')) / toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) - CAST(NULL, 'Nullable(Float64)') * CAST(NULL, 'Nullable(Float64)'), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)') / toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')), NULL), NULL), if(is_click, if(toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) > 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) <= toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) >= 0 AND toFloat64(JSONExtract(properties, {b7:String}, 'Nullable(Float64)')) < 40000, CAST(NULL, 'Nullable(Float64)'), NULL), NULL)) AS touch
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b9:Int64}, 'UTC')
    AND person IN (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) FROM events WHERE ((event = {b0:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC') OR (event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}) AND path = {b4:String} AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')))
),
done AS (
  SELECT person, arraySort(groupArray(touch)) AS touched FROM touches GROUP BY person
),
followed AS (
  SELECT person, touched, arrayReverseFill(hop -> hop.1, arrayMap(
      (each, next, n) -> multiIf(n = length(touched), tuple(1, 0, '', toUInt8(each.1 + 1800000 >= {b10:Int64})), next.1 - each.1 > 1800000, tuple(1, 0, '', 0), tuple(next.3, next.3, next.4, 0)),
      touched, arrayPushBack(arrayPopFront(touched), touched[1]), arrayEnumerate(touched))) AS hops,
    arrayMap((each, answer) -> toUInt8(each.6 AND each.1 + 1000 < {b10:Int64}
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
WHERE rage
    AND clicked
    AND at_column = 3
    AND clicked
    AND at_row = 10
GROUP BY person;

