-- answer
SELECT t, days, count() AS people
FROM (
SELECT toMonday(day) AS t, person, count() AS days
FROM (
SELECT t AS day, arrayJoin(bitmapToArray(people)) AS person
FROM (
SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT day AS t, groupBitmapMergeState(people) AS people
  FROM event_people_daily
  WHERE event IN {b0:Array(String)} AND day >= {b1:Date} AND day <= {b2:Date}
  GROUP BY t
  )
)
)
GROUP BY t, person
)
GROUP BY t, days
ORDER BY t, days;

-- people
SELECT person AS person_id
FROM (
SELECT toMonday(day) AS t, person, count() AS days
FROM (
SELECT t AS day, arrayJoin(bitmapToArray(people)) AS person
FROM (
SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT day AS t, groupBitmapMergeState(people) AS people
  FROM event_people_daily
  WHERE event IN {b1:Array(String)} AND day >= {b2:Date} AND day <= {b3:Date}
  GROUP BY t
  )
)
)
GROUP BY t, person
)
WHERE t = {b0:Date}
    AND days = 3;

