WITH behaviour AS (
    SELECT person_id AS person,
        ifNull(sumIf(property_amount, property_category = {b1:String}), 0) AS did_0,
        countIf(time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC')) AS did_1
    FROM events
    WHERE event = {b0:String} AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND ((property_category = {b1:String}) OR (time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC')))
    GROUP BY person
),
anybody AS (
    SELECT person, sum(part_0) AS did_0, sum(part_1) AS did_1 FROM (
        SELECT person, did_0 AS part_0, did_1 AS part_1 FROM behaviour
        UNION ALL SELECT person, 0, 0 FROM (SELECT person_id AS person FROM people WHERE 1)
    ) GROUP BY person
)
SELECT person AS person_id, multiIf(
    ifNull(round(did_0, 6) >= {b5:Float64}, 0), {b6:String},
    (person IN (
    SELECT person_id AS person FROM person_attributes FINAL WHERE name = {b8:String} AND text IN {b7:Array(String)}
) OR NOT (ifNull(did_1 >= {b9:UInt64}, 0))), {b10:String},
    {b11:String}) AS class
FROM anybody;
