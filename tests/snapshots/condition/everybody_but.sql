SELECT DISTINCT person AS person_id
FROM (SELECT person_id AS person FROM people WHERE 1)
WHERE person IN (
    SELECT person_id AS person FROM person_attributes FINAL WHERE name = {b4:String} AND text IN {b3:Array(String)}
) AND person NOT IN (
    SELECT person_id AS person FROM events WHERE event = {b0:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
);
