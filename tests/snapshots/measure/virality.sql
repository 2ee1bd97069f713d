-- answer
SELECT count(), uniqExact(dictGetOrDefault('person_overrides', 'to', person_id, person_id))
FROM events
WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC');

-- answer
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
SELECT count(), quantileExactInclusive(0.5)(dateDiff('millisecond', sent_at, came))
FROM arrivals
WHERE came >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC');

-- answer
SELECT count() FROM (
SELECT arrayJoin(bitmapToArray(people)) AS person_id
FROM (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT 0 AS t, groupBitmapMergeState(people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND day >= {b0:Date} AND day <= {b1:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1
  )
)
);

-- answer
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
SELECT invitee, inviter
FROM arrivals
ORDER BY invitee;

-- answer
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
SELECT person, sum(is_invitation) AS invitations, sum(is_arrival) AS invited
FROM (
  SELECT inviter AS person, 0 AS is_invitation, 1 AS is_arrival
  FROM arrivals
  WHERE came >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
  UNION ALL
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, 1, 0
  FROM events
  WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b0:Int64}, 'UTC')
)
GROUP BY person
HAVING invited > 0
ORDER BY invited DESC, invitations DESC, person
LIMIT 10;

-- answer
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
SELECT t, sum(is_invitation), sum(is_arrival)
FROM (
  SELECT toMonday(came, 'Asia/Shanghai') AS t, 0 AS is_invitation, 1 AS is_arrival
  FROM arrivals
  WHERE came >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
  UNION ALL
  SELECT toMonday(time, 'Asia/Shanghai') AS t, 1, 0
  FROM events
  WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b0:Int64}, 'UTC')
)
GROUP BY t;

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
  SELECT 0 AS t, groupBitmapMergeState(people) AS people
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
SELECT invitee, inviter
FROM arrivals
ORDER BY invitee;

-- people
SELECT arrayJoin({ids:Array(UInt64)}) AS person_id;

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

