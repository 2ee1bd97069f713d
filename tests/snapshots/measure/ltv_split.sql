-- answer
WITH
met AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, minIf(bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND time < fromUnixTimestamp64Milli({b0:Int64}, 'UTC')) AS since,
    groupArrayIf((bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), toInt64(round(toFloat64(assumeNotNull(JSONExtract(properties, {b1:String}, 'Nullable(Float64)'))) * 1000000))), event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND isNotNull(JSONExtract(properties, {b1:String}, 'Nullable(Float64)')) AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')) AS payments,
    argMinIf(JSONExtractString(properties, {b4:String}), bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND time < fromUnixTimestamp64Milli({b0:Int64}, 'UTC')) AS by_0
  FROM events
  WHERE ((event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND time < fromUnixTimestamp64Milli({b0:Int64}, 'UTC')) OR (event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND isNotNull(JSONExtract(properties, {b1:String}, 'Nullable(Float64)')) AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')))
  GROUP BY person
  HAVING countIf(event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND time < fromUnixTimestamp64Milli({b0:Int64}, 'UTC')) > 0 AND fromUnixTimestamp64Milli(toInt64(bitShiftRight(since, 64)), 'UTC') >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
),
won AS (
  SELECT person, by_0 AS by_0, attribute_1 AS by_1, toStartOfMonth(fromUnixTimestamp64Milli(toInt64(bitShiftRight(since, 64)), 'UTC'), 'Asia/Shanghai') AS t,
    arrayFilter(move -> move.1 <= 3, arrayMap(paid -> (toInt64(dateDiff('month', t, toStartOfMonth(fromUnixTimestamp64Milli(toInt64(bitShiftRight(paid.1, 64)), 'UTC'), 'Asia/Shanghai'))), paid.2),
      arrayFilter(paid -> paid.1 >= since, payments))) AS moves
  FROM met
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b5:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON person = owner_1.owner_of_1
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0, by_1) AS group_size
  FROM won
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0, by_1) AS place
  FROM sized
)
SELECT least(place, 3) AS shown_place, if(place > 2, '', by_0) AS shown_by_0, if(place > 2, '', by_1) AS shown_by_1, t, move.1 AS later, count() AS people, sum(move.2) AS brought
FROM placed
ARRAY JOIN arrayConcat([(toInt64(-1), toInt64(0))], if(empty(moves), [], [(toInt64(-2), toInt64(0))]), moves) AS move
GROUP BY shown_place, shown_by_0, shown_by_1, t, later
ORDER BY shown_place, shown_by_0, shown_by_1, t, later;

-- people
WITH
met AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, minIf(bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND time < fromUnixTimestamp64Milli({b0:Int64}, 'UTC')) AS since,
    groupArrayIf((bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), toInt64(round(toFloat64(assumeNotNull(JSONExtract(properties, {b1:String}, 'Nullable(Float64)'))) * 1000000))), event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND isNotNull(JSONExtract(properties, {b1:String}, 'Nullable(Float64)')) AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')) AS payments,
    argMinIf(JSONExtractString(properties, {b4:String}), bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND time < fromUnixTimestamp64Milli({b0:Int64}, 'UTC')) AS by_0
  FROM events
  WHERE ((event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND time < fromUnixTimestamp64Milli({b0:Int64}, 'UTC')) OR (event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND isNotNull(JSONExtract(properties, {b1:String}, 'Nullable(Float64)')) AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')))
  GROUP BY person
  HAVING countIf(event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND time < fromUnixTimestamp64Milli({b0:Int64}, 'UTC')) > 0 AND fromUnixTimestamp64Milli(toInt64(bitShiftRight(since, 64)), 'UTC') >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
),
won AS (
  SELECT person, by_0 AS by_0, attribute_1 AS by_1, toStartOfMonth(fromUnixTimestamp64Milli(toInt64(bitShiftRight(since, 64)), 'UTC'), 'Asia/Shanghai') AS t,
    arrayFilter(move -> move.1 <= 3, arrayMap(paid -> (toInt64(dateDiff('month', t, toStartOfMonth(fromUnixTimestamp64Milli(toInt64(bitShiftRight(paid.1, 64)), 'UTC'), 'Asia/Shanghai'))), paid.2),
      arrayFilter(paid -> paid.1 >= since, payments))) AS moves
  FROM met
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b5:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON person = owner_1.owner_of_1
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0, by_1) AS group_size
  FROM won
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0, by_1) AS place
  FROM sized
)
SELECT person AS person_id
FROM placed
WHERE 1
    AND by_0 = {b6:String} AND by_1 = {b7:String};

