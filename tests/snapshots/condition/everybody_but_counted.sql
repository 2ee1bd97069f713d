WITH behaviour AS (
    SELECT person_id AS person,
        count() AS did_0
    FROM events
    WHERE event = {b0:String}
    GROUP BY person
)
SELECT person AS person_id
FROM (
    SELECT person_id AS person FROM person_attributes FINAL WHERE name = {b3:String} AND text IN {b2:Array(String)}
)
WHERE person NOT IN (SELECT person FROM behaviour WHERE NOT (ifNull(did_0 < {b1:UInt64}, 0)));
