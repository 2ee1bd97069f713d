WITH behaviour AS (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
        ifNull(sumIf(property_amount, property_category = {b1:String}), 0) AS did_0,
        countIf(time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC')) AS did_1
    FROM events
    WHERE event = {b0:String} AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND ((property_category = {b1:String}) OR (time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC'))) AND person_id IN (SELECT arrayJoin({b5:Array(UInt64)}) UNION ALL SELECT `from` FROM person_merges FINAL WHERE `to` IN {b5:Array(UInt64)})
    GROUP BY person
)
SELECT person AS person_id FROM behaviour WHERE (person IN (
    SELECT person FROM (
        SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, argMax(text IN {b6:Array(String)}, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id)) AS is_met
        FROM person_attributes FINAL WHERE name = {b7:String} AND person_id IN (SELECT arrayJoin({b5:Array(UInt64)}) UNION ALL SELECT `from` FROM person_merges FINAL WHERE `to` IN {b5:Array(UInt64)})
        GROUP BY person
    ) WHERE is_met
) AND ifNull(round(did_0, 6) >= {b8:Float64}, 0) AND NOT (ifNull(did_1 >= {b9:UInt64}, 0)));
