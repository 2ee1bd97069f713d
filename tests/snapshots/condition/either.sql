WITH behaviour AS (
    SELECT person_id AS person,
        ifNull(sumIf(property_amount, event = {b0:String} AND property_category = {b1:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')), 0) AS did_0,
        countIf(event IN {b4:Array(String)}) AS did_1
    FROM events
    WHERE event IN {b5:Array(String)} AND ((event = {b0:String} AND property_category = {b1:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')) OR (event IN {b4:Array(String)}))
    GROUP BY person
),
anybody AS (
    SELECT person, sum(part_0) AS did_0, sum(part_1) AS did_1 FROM (
        SELECT person, did_0 AS part_0, did_1 AS part_1 FROM behaviour
        UNION ALL SELECT person, 0, 0 FROM (SELECT person_id AS person FROM people WHERE 1)
    ) GROUP BY person
)
SELECT person AS person_id FROM anybody WHERE (person IN (
    SELECT person_id AS person FROM person_attributes FINAL WHERE name = {b7:String} AND text IN {b6:Array(String)}
) OR ifNull(round(did_0, 6) >= {b8:Float64}, 0) OR ifNull(did_1 >= {b9:Float64}, 0));
