-- answer
WITH
known AS (
  SELECT DISTINCT person FROM (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person FROM people WHERE 1
  )
  WHERE dictGetOrDefault('person_overrides', 'to', person, person) IN (
SELECT person AS person_id FROM (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person FROM (SELECT arrayJoin(bitmapToArray(groupBitmapMergeState(people))) AS person_id FROM event_people_daily WHERE event = {b3:String}) GROUP BY person
)
)
),
moved AS (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, argMaxIf(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id), at <= fromUnixTimestamp64Milli({b0:Int64}, 'UTC')) AS origin,
    argMax(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id)) AS target
FROM stage_changes WHERE model = {b1:String} AND replay = (SELECT max(replay) FROM stage_replays WHERE model = {b1:String}) AND at <= fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
GROUP BY person
),
paid AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS payer, 1 AS has_paid,
    sum(toInt64(round(toFloat64(assumeNotNull(JSONExtract(properties, {b4:String}, 'Nullable(Float64)'))) * 1000000))) AS brought
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
    AND isNotNull(JSONExtract(properties, {b4:String}, 'Nullable(Float64)'))
  GROUP BY payer
),
pooled AS (
  SELECT known.person AS person, moved.origin AS origin, moved.target AS target,
    paid.has_paid AS has_paid, paid.brought AS brought
  FROM known
  LEFT ANY JOIN moved ON known.person = moved.person
  LEFT ANY JOIN paid ON known.person = paid.payer
)
SELECT origin, target, count() AS people, sum(has_paid) AS payers, sum(brought) AS brought
FROM pooled
GROUP BY origin, target
ORDER BY origin, target;

-- answer
WITH
known AS (
  SELECT DISTINCT person FROM (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person FROM people WHERE 1
  )
  WHERE dictGetOrDefault('person_overrides', 'to', person, person) IN (
SELECT person AS person_id FROM (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person FROM (SELECT arrayJoin(bitmapToArray(groupBitmapMergeState(people))) AS person_id FROM event_people_daily WHERE event = {b3:String}) GROUP BY person
)
)
),
moved AS (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, argMaxIf(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id), at <= fromUnixTimestamp64Milli({b0:Int64}, 'UTC')) AS origin,
    argMax(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id)) AS target
FROM stage_changes WHERE model = {b1:String} AND replay = (SELECT max(replay) FROM stage_replays WHERE model = {b1:String}) AND at <= fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
GROUP BY person
),
paid AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS payer, 1 AS has_paid,
    sum(toInt64(round(toFloat64(assumeNotNull(JSONExtract(properties, {b4:String}, 'Nullable(Float64)'))) * 1000000))) AS brought
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
    AND isNotNull(JSONExtract(properties, {b4:String}, 'Nullable(Float64)'))
  GROUP BY payer
),
first_0 AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner, argMin(JSONExtractString(properties, {b7:String}), bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival)) AS first_value
  FROM events
  WHERE JSONExtractString(properties, {b7:String}) != '' AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
  GROUP BY owner
),
pooled AS (
  SELECT known.person AS person, moved.origin AS origin, moved.target AS target,
    paid.has_paid AS has_paid, paid.brought AS brought, first_0.first_value AS by_0, attribute_1 AS by_1
  FROM known
  LEFT ANY JOIN moved ON known.person = moved.person
  LEFT ANY JOIN paid ON known.person = paid.payer
  LEFT ANY JOIN first_0 ON known.person = first_0.owner
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b8:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON known.person = owner_1.owner_of_1
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0, by_1) AS group_size
  FROM pooled
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0, by_1) AS place
  FROM sized
)
SELECT least(place, 3) AS shown_place, if(place > 2, '', by_0) AS shown_by_0, if(place > 2, '', by_1) AS shown_by_1, origin, target, count() AS people, sum(has_paid) AS payers, sum(brought) AS brought
FROM placed
GROUP BY shown_place, shown_by_0, shown_by_1, origin, target
ORDER BY shown_place, shown_by_0, shown_by_1, origin, target;

-- people
WITH
known AS (
  SELECT DISTINCT person FROM (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person FROM people WHERE 1
  )
  WHERE dictGetOrDefault('person_overrides', 'to', person, person) IN (
SELECT person AS person_id FROM (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person FROM (SELECT arrayJoin(bitmapToArray(groupBitmapMergeState(people))) AS person_id FROM event_people_daily WHERE event = {b5:String}) GROUP BY person
)
)
),
moved AS (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, argMaxIf(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id), at <= fromUnixTimestamp64Milli({b2:Int64}, 'UTC')) AS origin,
    argMax(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id)) AS target
FROM stage_changes WHERE model = {b3:String} AND replay = (SELECT max(replay) FROM stage_replays WHERE model = {b3:String}) AND at <= fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
GROUP BY person
),
paid AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS payer, 1 AS has_paid,
    sum(toInt64(round(toFloat64(assumeNotNull(JSONExtract(properties, {b6:String}, 'Nullable(Float64)'))) * 1000000))) AS brought
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b7:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b8:Int64}, 'UTC')
    AND isNotNull(JSONExtract(properties, {b6:String}, 'Nullable(Float64)'))
  GROUP BY payer
),
first_0 AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner, argMin(JSONExtractString(properties, {b9:String}), bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival)) AS first_value
  FROM events
  WHERE JSONExtractString(properties, {b9:String}) != '' AND time < fromUnixTimestamp64Milli({b8:Int64}, 'UTC')
  GROUP BY owner
),
pooled AS (
  SELECT known.person AS person, moved.origin AS origin, moved.target AS target,
    paid.has_paid AS has_paid, paid.brought AS brought, first_0.first_value AS by_0, attribute_1 AS by_1
  FROM known
  LEFT ANY JOIN moved ON known.person = moved.person
  LEFT ANY JOIN paid ON known.person = paid.payer
  LEFT ANY JOIN first_0 ON known.person = first_0.owner
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b10:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON known.person = owner_1.owner_of_1
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0, by_1) AS group_size
  FROM pooled
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0, by_1) AS place
  FROM sized
)
SELECT DISTINCT person AS person_id
FROM placed
WHERE has_paid AND 1
    AND by_0 = {b0:String} AND by_1 = {b1:String};

-- people
WITH
known AS (
  SELECT DISTINCT person FROM (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person FROM people WHERE 1
  )
  WHERE dictGetOrDefault('person_overrides', 'to', person, person) IN (
SELECT person AS person_id FROM (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person FROM (SELECT arrayJoin(bitmapToArray(groupBitmapMergeState(people))) AS person_id FROM event_people_daily WHERE event = {b4:String}) GROUP BY person
)
)
),
moved AS (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, argMaxIf(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id), at <= fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) AS origin,
    argMax(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id)) AS target
FROM stage_changes WHERE model = {b2:String} AND replay = (SELECT max(replay) FROM stage_replays WHERE model = {b2:String}) AND at <= fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
GROUP BY person
),
paid AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS payer, 1 AS has_paid,
    sum(toInt64(round(toFloat64(assumeNotNull(JSONExtract(properties, {b5:String}, 'Nullable(Float64)'))) * 1000000))) AS brought
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
    AND isNotNull(JSONExtract(properties, {b5:String}, 'Nullable(Float64)'))
  GROUP BY payer
),
first_0 AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner, argMin(JSONExtractString(properties, {b8:String}), bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival)) AS first_value
  FROM events
  WHERE JSONExtractString(properties, {b8:String}) != '' AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
  GROUP BY owner
),
pooled AS (
  SELECT known.person AS person, moved.origin AS origin, moved.target AS target,
    paid.has_paid AS has_paid, paid.brought AS brought, first_0.first_value AS by_0, attribute_1 AS by_1
  FROM known
  LEFT ANY JOIN moved ON known.person = moved.person
  LEFT ANY JOIN paid ON known.person = paid.payer
  LEFT ANY JOIN first_0 ON known.person = first_0.owner
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b9:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON known.person = owner_1.owner_of_1
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0, by_1) AS group_size
  FROM pooled
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0, by_1) AS place
  FROM sized
)
SELECT DISTINCT person AS person_id
FROM placed
WHERE target != '' AND target NOT IN {b0:Array(String)}
    AND place > 2;

