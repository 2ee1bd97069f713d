-- answer
WITH
known AS (
  SELECT DISTINCT person FROM (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person FROM people WHERE 1
  )
  WHERE 1
),
moved AS (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, argMaxIf(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id), at <= fromUnixTimestamp64Milli({b0:Int64}, 'UTC')) AS origin,
    argMax(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id)) AS target
FROM stage_changes WHERE model = {b1:String} AND replay = (SELECT max(replay) FROM stage_replays WHERE model = {b1:String}) AND at <= fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
GROUP BY person
),
paid AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS payer, 1 AS has_paid,
    sum(toInt64(round(toFloat64(assumeNotNull(revenue)) * 1000000))) AS brought
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
    AND isNotNull(revenue)
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

-- people
WITH
known AS (
  SELECT DISTINCT person FROM (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person FROM people WHERE 1
  )
  WHERE 1
),
moved AS (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, argMaxIf(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id), at <= fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) AS origin,
    argMax(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id)) AS target
FROM stage_changes WHERE model = {b2:String} AND replay = (SELECT max(replay) FROM stage_replays WHERE model = {b2:String}) AND at <= fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
GROUP BY person
),
paid AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS payer, 1 AS has_paid,
    sum(toInt64(round(toFloat64(assumeNotNull(revenue)) * 1000000))) AS brought
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
    AND isNotNull(revenue)
  GROUP BY payer
),
pooled AS (
  SELECT known.person AS person, moved.origin AS origin, moved.target AS target,
    paid.has_paid AS has_paid, paid.brought AS brought
  FROM known
  LEFT ANY JOIN moved ON known.person = moved.person
  LEFT ANY JOIN paid ON known.person = paid.payer
)
SELECT DISTINCT person AS person_id
FROM pooled
WHERE target != '' AND target NOT IN {b0:Array(String)};

-- people
WITH
known AS (
  SELECT DISTINCT person FROM (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person FROM people WHERE 1
  )
  WHERE 1
),
moved AS (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, argMaxIf(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id), at <= fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) AS origin,
    argMax(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id)) AS target
FROM stage_changes WHERE model = {b2:String} AND replay = (SELECT max(replay) FROM stage_replays WHERE model = {b2:String}) AND at <= fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
GROUP BY person
),
paid AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS payer, 1 AS has_paid,
    sum(toInt64(round(toFloat64(assumeNotNull(revenue)) * 1000000))) AS brought
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
    AND isNotNull(revenue)
  GROUP BY payer
),
pooled AS (
  SELECT known.person AS person, moved.origin AS origin, moved.target AS target,
    paid.has_paid AS has_paid, paid.brought AS brought
  FROM known
  LEFT ANY JOIN moved ON known.person = moved.person
  LEFT ANY JOIN paid ON known.person = paid.payer
)
SELECT DISTINCT person AS person_id
FROM pooled
WHERE origin != '' AND origin NOT IN {b0:Array(String)} AND NOT (target != '' AND target NOT IN {b0:Array(String)});

-- people
WITH
known AS (
  SELECT DISTINCT person FROM (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person FROM people WHERE 1
  )
  WHERE 1
),
moved AS (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, argMaxIf(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id), at <= fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) AS origin,
    argMax(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id)) AS target
FROM stage_changes WHERE model = {b2:String} AND replay = (SELECT max(replay) FROM stage_replays WHERE model = {b2:String}) AND at <= fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
GROUP BY person
),
paid AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS payer, 1 AS has_paid,
    sum(toInt64(round(toFloat64(assumeNotNull(revenue)) * 1000000))) AS brought
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
    AND isNotNull(revenue)
  GROUP BY payer
),
pooled AS (
  SELECT known.person AS person, moved.origin AS origin, moved.target AS target,
    paid.has_paid AS has_paid, paid.brought AS brought
  FROM known
  LEFT ANY JOIN moved ON known.person = moved.person
  LEFT ANY JOIN paid ON known.person = paid.payer
)
SELECT DISTINCT person AS person_id
FROM pooled
WHERE target = {b0:String} AND NOT (origin = {b0:String});

-- people
WITH
known AS (
  SELECT DISTINCT person FROM (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person FROM people WHERE 1
  )
  WHERE 1
),
moved AS (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, argMaxIf(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id), at <= fromUnixTimestamp64Milli({b0:Int64}, 'UTC')) AS origin,
    argMax(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id)) AS target
FROM stage_changes WHERE model = {b1:String} AND replay = (SELECT max(replay) FROM stage_replays WHERE model = {b1:String}) AND at <= fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
GROUP BY person
),
paid AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS payer, 1 AS has_paid,
    sum(toInt64(round(toFloat64(assumeNotNull(revenue)) * 1000000))) AS brought
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
    AND isNotNull(revenue)
  GROUP BY payer
),
pooled AS (
  SELECT known.person AS person, moved.origin AS origin, moved.target AS target,
    paid.has_paid AS has_paid, paid.brought AS brought
  FROM known
  LEFT ANY JOIN moved ON known.person = moved.person
  LEFT ANY JOIN paid ON known.person = paid.payer
)
SELECT DISTINCT person AS person_id
FROM pooled
WHERE target = '';

