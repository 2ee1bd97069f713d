-- answer
WITH
sent AS (
  SELECT JSONExtractString(properties, {b3:String}) AS link, dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival) AS at
  FROM events
  WHERE event = {b1:String}
    AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND link != ''
),
taken AS (
  SELECT JSONExtractString(properties, {b5:String}) AS link, dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival) AS at
  FROM events
  WHERE event = {b4:String}
    AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND link != ''
),
owned AS (
  SELECT link, argMin(person, at) AS owner, min(at) AS since
  FROM sent
  GROUP BY link
),
arrivals AS (
  SELECT taken.person AS invitee, fromUnixTimestamp64Milli(toInt64(bitShiftRight(min(taken.at), 64)), 'UTC') AS came, argMin((owner, since), taken.at) AS first, first.1 AS inviter, fromUnixTimestamp64Milli(toInt64(bitShiftRight(first.2, 64)), 'UTC') AS sent_at
  FROM taken INNER JOIN owned ON taken.link = owned.link
  WHERE owner != taken.person AND taken.at >= since
  GROUP BY invitee
),
steps AS (
  SELECT part.1 AS person, part.2 AS invited_by, part.3 AS brought, toNullable(toMonday(came, 'Asia/Shanghai')) AS t,
    brought AND came >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AS is_arrival, dateDiff('millisecond', sent_at, came) AS wait, 0 AS invitations
  FROM arrivals ARRAY JOIN [(inviter, toUInt64(0), true), (invitee, inviter, false)] AS part
  UNION ALL
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, 0, false, toNullable(toMonday(time, 'Asia/Shanghai')) AS t, false, 0, count()
  FROM events
  WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY person, t
)
SELECT t, toNullable(person) AS node, sum(invitations), uniqExactIf(person, invitations > 0),
  countIf(is_arrival), quantileExactInclusiveIf(0.5)(wait, is_arrival),
  countIf(brought) AS brought_ever, max(invited_by)
FROM steps
GROUP BY GROUPING SETS ((), (t), (node))
HAVING isNull(node) OR brought_ever > 0;

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

-- people
WITH
sent AS (
  SELECT JSONExtractString(properties, {b2:String}) AS link, dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival) AS at
  FROM events
  WHERE event = {b1:String}
    AND time < fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND link != ''
),
taken AS (
  SELECT JSONExtractString(properties, {b4:String}) AS link, dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival) AS at
  FROM events
  WHERE event = {b3:String}
    AND time < fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND link != ''
),
owned AS (
  SELECT link, argMin(person, at) AS owner, min(at) AS since
  FROM sent
  GROUP BY link
),
arrivals AS (
  SELECT taken.person AS invitee, fromUnixTimestamp64Milli(toInt64(bitShiftRight(min(taken.at), 64)), 'UTC') AS came, argMin((owner, since), taken.at) AS first, first.1 AS inviter, fromUnixTimestamp64Milli(toInt64(bitShiftRight(first.2, 64)), 'UTC') AS sent_at
  FROM taken INNER JOIN owned ON taken.link = owned.link
  WHERE owner != taken.person AND taken.at >= since
  GROUP BY invitee
)
SELECT invitee AS person_id
FROM arrivals
WHERE came >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND 1;

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
WITH
sent AS (
  SELECT JSONExtractString(properties, {b3:String}) AS link, dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival) AS at
  FROM events
  WHERE event = {b2:String}
    AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND link != ''
),
taken AS (
  SELECT JSONExtractString(properties, {b5:String}) AS link, dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival) AS at
  FROM events
  WHERE event = {b4:String}
    AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND link != ''
),
owned AS (
  SELECT link, argMin(person, at) AS owner, min(at) AS since
  FROM sent
  GROUP BY link
),
arrivals AS (
  SELECT taken.person AS invitee, fromUnixTimestamp64Milli(toInt64(bitShiftRight(min(taken.at), 64)), 'UTC') AS came, argMin((owner, since), taken.at) AS first, first.1 AS inviter, fromUnixTimestamp64Milli(toInt64(bitShiftRight(first.2, 64)), 'UTC') AS sent_at
  FROM taken INNER JOIN owned ON taken.link = owned.link
  WHERE owner != taken.person AND taken.at >= since
  GROUP BY invitee
)
SELECT invitee AS person_id
FROM arrivals
WHERE came >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND 1
    AND inviter = {b0:UInt64};

-- people
WITH
sent AS (
  SELECT JSONExtractString(properties, {b3:String}) AS link, dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival) AS at
  FROM events
  WHERE event = {b1:String}
    AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND link != ''
),
taken AS (
  SELECT JSONExtractString(properties, {b5:String}) AS link, dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival) AS at
  FROM events
  WHERE event = {b4:String}
    AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND link != ''
),
owned AS (
  SELECT link, argMin(person, at) AS owner, min(at) AS since
  FROM sent
  GROUP BY link
),
arrivals AS (
  SELECT taken.person AS invitee, fromUnixTimestamp64Milli(toInt64(bitShiftRight(min(taken.at), 64)), 'UTC') AS came, argMin((owner, since), taken.at) AS first, first.1 AS inviter, fromUnixTimestamp64Milli(toInt64(bitShiftRight(first.2, 64)), 'UTC') AS sent_at
  FROM taken INNER JOIN owned ON taken.link = owned.link
  WHERE owner != taken.person AND taken.at >= since
  GROUP BY invitee
),
steps AS (
  SELECT part.1 AS person, part.2 AS invited_by, part.3 AS brought, toNullable(toMonday(came, 'Asia/Shanghai')) AS t,
    brought AND came >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AS is_arrival, dateDiff('millisecond', sent_at, came) AS wait, 0 AS invitations
  FROM arrivals ARRAY JOIN [(inviter, toUInt64(0), true), (invitee, inviter, false)] AS part
  UNION ALL
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, 0, false, toNullable(toMonday(time, 'Asia/Shanghai')) AS t, false, 0, count()
  FROM events
  WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY person, t
)
SELECT t, toNullable(person) AS node, sum(invitations), uniqExactIf(person, invitations > 0),
  countIf(is_arrival), quantileExactInclusiveIf(0.5)(wait, is_arrival),
  countIf(brought) AS brought_ever, max(invited_by)
FROM steps
GROUP BY GROUPING SETS ((), (t), (node))
HAVING isNull(node) OR brought_ever > 0;

-- people
WITH
sent AS (
  SELECT JSONExtractString(properties, {b3:String}) AS link, dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival) AS at
  FROM events
  WHERE event = {b2:String}
    AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND link != ''
),
taken AS (
  SELECT JSONExtractString(properties, {b5:String}) AS link, dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival) AS at
  FROM events
  WHERE event = {b4:String}
    AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND link != ''
),
owned AS (
  SELECT link, argMin(person, at) AS owner, min(at) AS since
  FROM sent
  GROUP BY link
),
arrivals AS (
  SELECT taken.person AS invitee, fromUnixTimestamp64Milli(toInt64(bitShiftRight(min(taken.at), 64)), 'UTC') AS came, argMin((owner, since), taken.at) AS first, first.1 AS inviter, fromUnixTimestamp64Milli(toInt64(bitShiftRight(first.2, 64)), 'UTC') AS sent_at
  FROM taken INNER JOIN owned ON taken.link = owned.link
  WHERE owner != taken.person AND taken.at >= since
  GROUP BY invitee
)
SELECT invitee AS person_id
FROM arrivals
WHERE inviter IN {b0:Array(UInt64)};

-- people
WITH
sent AS (
  SELECT JSONExtractString(properties, {b4:String}) AS link, dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival) AS at
  FROM events
  WHERE event = {b3:String}
    AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND link != ''
),
taken AS (
  SELECT JSONExtractString(properties, {b6:String}) AS link, dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival) AS at
  FROM events
  WHERE event = {b5:String}
    AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND link != ''
),
owned AS (
  SELECT link, argMin(person, at) AS owner, min(at) AS since
  FROM sent
  GROUP BY link
),
arrivals AS (
  SELECT taken.person AS invitee, fromUnixTimestamp64Milli(toInt64(bitShiftRight(min(taken.at), 64)), 'UTC') AS came, argMin((owner, since), taken.at) AS first, first.1 AS inviter, fromUnixTimestamp64Milli(toInt64(bitShiftRight(first.2, 64)), 'UTC') AS sent_at
  FROM taken INNER JOIN owned ON taken.link = owned.link
  WHERE owner != taken.person AND taken.at >= since
  GROUP BY invitee
)
SELECT invitee AS person_id
FROM arrivals
WHERE came >= fromUnixTimestamp64Milli({b7:Int64}, 'UTC') AND 1
    AND came >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND came < fromUnixTimestamp64Milli({b1:Int64}, 'UTC');

