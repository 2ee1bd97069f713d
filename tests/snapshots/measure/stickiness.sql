-- answer
WITH
days AS (
  SELECT toMonday(day) AS t, groupArray(people) AS active
  FROM (SELECT t AS day, people FROM (
SELECT day AS t, groupBitmapMergeState(bitmapOr(bitmapAndnot(event_people_daily.people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(event_people_daily.people, (SELECT groupBitmapState(`from`) FROM person_merges))))))) AS people
  FROM event_people_daily
  WHERE event IN {b0:Array(String)} AND day >= {b1:Date} AND day <= {b2:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1, merge_tree_min_read_task_size = 4
))
  GROUP BY t
  SETTINGS max_block_size = 1
),
added AS (
  SELECT t, arrayFold((places, today) ->
    arrayMap((place, carry) -> bitmapXor(place, carry), places, [today, bitmapAnd(today, places[1]), bitmapAnd(bitmapAnd(today, places[1]), places[2])]),
    active, arrayMap(n -> bitmapBuild(emptyArrayUInt64()), range(3))) AS places
  FROM days
)
SELECT t, arrayMap(each -> bitmapCardinality(each),
    arrayFold((sets, place) -> arrayConcat(sets, [place], arrayMap(each -> bitmapAnd(each, place), sets)), places, arraySlice([bitmapBuild(emptyArrayUInt64())], 1, 0))) AS common
FROM added;

-- people
WITH
days AS (
  SELECT toMonday(day) AS t, groupArray(people) AS active
  FROM (SELECT t AS day, people FROM (
SELECT day AS t, groupBitmapMergeState(bitmapOr(bitmapAndnot(event_people_daily.people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(event_people_daily.people, (SELECT groupBitmapState(`from`) FROM person_merges))))))) AS people
  FROM event_people_daily
  WHERE event IN {b1:Array(String)} AND day >= {b2:Date} AND day <= {b3:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1, merge_tree_min_read_task_size = 4
))
  GROUP BY t
  SETTINGS max_block_size = 1
),
added AS (
  SELECT t, arrayFold((places, today) ->
    arrayMap((place, carry) -> bitmapXor(place, carry), places, [today, bitmapAnd(today, places[1]), bitmapAnd(bitmapAnd(today, places[1]), places[2])]),
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

