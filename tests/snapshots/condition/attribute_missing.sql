SELECT DISTINCT person AS person_id
FROM (SELECT person_id AS person FROM people WHERE 1)
WHERE person NOT IN (
    SELECT person_id AS person FROM person_attributes FINAL WHERE name = {b0:String} AND text != ''
);
