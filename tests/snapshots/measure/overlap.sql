-- people
SELECT person AS person_id FROM (SELECT person, groupBitOr(bit) AS mask FROM (
SELECT person, toUInt8(1) AS bit FROM (SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', member, member) AS person FROM (SELECT arrayJoin(bitmapToArray(people)) AS member FROM (SELECT people FROM segment_members WHERE segment_id = {b0:String} AND version = {b1:UInt32} ORDER BY at DESC LIMIT 1)))
UNION ALL SELECT person, toUInt8(2) AS bit FROM (SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', member, member) AS person FROM (SELECT arrayJoin(bitmapToArray(people)) AS member FROM (SELECT people FROM segment_members WHERE segment_id = {b2:String} AND version = {b1:UInt32} ORDER BY at DESC LIMIT 1)))
) GROUP BY person) WHERE mask = {b3:UInt8};

-- people
SELECT person AS person_id FROM (SELECT person, groupBitOr(bit) AS mask FROM (
SELECT person, toUInt8(1) AS bit FROM (SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', member, member) AS person FROM (SELECT arrayJoin(bitmapToArray(people)) AS member FROM (SELECT people FROM segment_members WHERE segment_id = {b0:String} AND version = {b1:UInt32} ORDER BY at DESC LIMIT 1)))
UNION ALL SELECT person, toUInt8(2) AS bit FROM (SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', member, member) AS person FROM (SELECT arrayJoin(bitmapToArray(people)) AS member FROM (SELECT people FROM segment_members WHERE segment_id = {b2:String} AND version = {b1:UInt32} ORDER BY at DESC LIMIT 1)))
) GROUP BY person) WHERE bitAnd(mask, {b3:UInt8}) = {b3:UInt8};

