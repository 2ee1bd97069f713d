WITH behaviour AS (
    SELECT person_id AS person,
        count() AS did_0
    FROM events
    WHERE event = {b0:String}
    GROUP BY person
)
SELECT DISTINCT person AS person_id
FROM (SELECT person_id AS person FROM people WHERE 1)
WHERE person IN (
    SELECT person_id AS person FROM person_attributes FINAL WHERE name = {b2:String} AND text IN {b1:Array(String)}
) AND person NOT IN (SELECT person FROM behaviour WHERE NOT (ifNull(did_0 < {b3:Float64}, 0)));
