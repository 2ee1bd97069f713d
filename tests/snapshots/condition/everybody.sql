SELECT DISTINCT person AS person_id
FROM (SELECT person_id AS person FROM people WHERE 1)
WHERE 1;
