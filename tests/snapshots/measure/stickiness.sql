-- answer
WITH
days AS (
  SELECT toMonday(day) AS t, groupArray(people) AS active
  FROM (SELECT t AS day, people FROM (
SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT day AS t, groupBitmapMergeState(people) AS people
  FROM event_people_daily
  WHERE event IN {b0:Array(String)} AND day >= {b1:Date} AND day <= {b2:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1
  )
))
  GROUP BY t
),
added AS (
  SELECT t, arrayFold((places, today) ->
    arrayMap((place, carry) -> bitmapXor(place, carry), places, [today, bitmapAnd(places[1], today), bitmapAnd(places[2], bitmapAnd(places[1], today))]),
    active, arrayMap(n -> bitmapBuild(emptyArrayUInt64()), range(3))) AS places
  FROM days
),
sized AS (
  SELECT t, arrayMap(each -> toInt64(bitmapCardinality(each)),
      arrayFold((sets, place) -> arrayConcat(sets, [place], arrayMap(each -> bitmapAnd(each, place), sets)), places, arraySlice([bitmapBuild(emptyArrayUInt64())], 1, 0))) AS common,
    arrayMap(k -> arraySum(other -> if(bitAnd(other, k) = k, if(bitCount(bitXor(other, k)) % 2 = 0, 1, -1) * common[other], 0), range(1, 8)), range(1, 8)) AS exactly
  FROM added
)
SELECT t, days, people FROM sized ARRAY JOIN exactly AS people, arrayEnumerate(exactly) AS days
WHERE people > 0
ORDER BY t, days;

-- people
WITH
days AS (
  SELECT toMonday(day) AS t, groupArray(people) AS active
  FROM (SELECT t AS day, people FROM (
SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT day AS t, groupBitmapMergeState(people) AS people
  FROM event_people_daily
  WHERE event IN {b1:Array(String)} AND day >= {b2:Date} AND day <= {b3:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1
  )
))
  GROUP BY t
),
added AS (
  SELECT t, arrayFold((places, today) ->
    arrayMap((place, carry) -> bitmapXor(place, carry), places, [today, bitmapAnd(places[1], today), bitmapAnd(places[2], bitmapAnd(places[1], today))]),
    active, arrayMap(n -> bitmapBuild(emptyArrayUInt64()), range(3))) AS places
  FROM days
),
counted AS (
  SELECT t, arrayFold((all, place) -> bitmapOr(all, place), places, bitmapBuild(emptyArrayUInt64())) AS everybody,
    arrayFold((sets, place) -> arrayConcat(arrayMap(each -> bitmapAndnot(each, place), sets), arrayMap(each -> bitmapAnd(each, place), sets)), places, [everybody]) AS exactly
  FROM added
)
SELECT arrayJoin(bitmapToArray(exactly[4])) AS person_id
FROM counted
WHERE t = {b0:Date};

