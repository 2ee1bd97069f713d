SELECT person_id FROM (
SELECT person_id FROM (
WITH behaviour AS (
    SELECT person_id AS person,
        ifNull(sum(property_amount), 0) AS did_0
    FROM events
    WHERE event = {b0:String} AND property_category = {b1:String} AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
    GROUP BY person
)
SELECT person AS person_id FROM behaviour WHERE ifNull(round(did_0, 6) >= {b4:Float64}, 0)
)
UNION ALL SELECT person_id FROM (
WITH behaviour AS (
    SELECT person_id AS person,
        count() AS did_0
    FROM events
    WHERE event IN {b5:Array(String)}
    GROUP BY person
)
SELECT person AS person_id FROM behaviour WHERE ifNull(did_0 >= {b6:UInt64}, 0)
)
UNION ALL SELECT person_id FROM (
SELECT person AS person_id
FROM (
    SELECT person_id AS person FROM person_attributes FINAL WHERE name = {b8:String} AND text IN {b7:Array(String)}
)
WHERE 1
)
) GROUP BY person_id;
