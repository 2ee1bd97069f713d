SELECT person AS person_id
FROM (
    SELECT person_id AS person FROM person_attributes FINAL WHERE name = {b1:String} AND text IN {b0:Array(String)}
)
WHERE 1;
