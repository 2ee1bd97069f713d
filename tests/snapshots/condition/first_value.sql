WITH behaviour AS (
    SELECT person_id AS person,
        ifNull(argMinOrNullIf(property_category, bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), property_category != ''), '') AS did_0
    FROM events
    WHERE event = {b0:String}
    GROUP BY person
)
SELECT DISTINCT person AS person_id
FROM (SELECT person_id AS person FROM people WHERE 1)
WHERE person NOT IN (SELECT person FROM behaviour WHERE NOT (did_0 = ''));
