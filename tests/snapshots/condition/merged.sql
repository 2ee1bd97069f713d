WITH behaviour AS (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
        ifNull(sumIf(property_amount, property_category = {b1:String}), 0) AS did_0,
        countIf(time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC')) AS did_1
    FROM events
    WHERE event = {b0:String} AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND ((property_category = {b1:String}) OR (time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC')))
    GROUP BY person
)
SELECT person AS person_id FROM behaviour WHERE (person IN (
    SELECT person_id AS person FROM person_attributes FINAL WHERE name = {b6:String} AND text IN {b5:Array(String)} AND NOT person_id IN (SELECT arrayJoin([person_id, dictGetOrDefault('person_overrides', 'to', person_id, person_id)]) FROM person_attributes WHERE name = {b6:String} AND person_id IN (SELECT `from` FROM person_merges WHERE `from` != `to`))
    UNION ALL SELECT person FROM (
        SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, argMax(text IN {b5:Array(String)}, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id)) AS is_met
        FROM person_attributes FINAL WHERE name = {b6:String} AND person_id IN (SELECT arrayJoin([person_id, dictGetOrDefault('person_overrides', 'to', person_id, person_id)]) FROM person_attributes WHERE name = {b6:String} AND person_id IN (SELECT `from` FROM person_merges WHERE `from` != `to`))
        GROUP BY person
    ) WHERE is_met
) AND ifNull(round(did_0, 6) >= {b7:Float64}, 0) AND NOT (ifNull(did_1 >= {b8:UInt64}, 0)));
