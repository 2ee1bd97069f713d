-- answer
SELECT toMonday(time, 'Asia/Shanghai') AS t, 0 AS is_other, count() AS value_0
FROM events
WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
GROUP BY t, is_other
ORDER BY t, is_other;

-- answer
WITH people_per_period AS (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT toMonday(day) AS t, groupBitmapMergeState(event_people_daily.people) AS people
  FROM event_people_daily
  WHERE event IN {b0:Array(String)} AND day >= {b1:Date} AND day <= {b2:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1
  )
)
SELECT t, 0 AS is_other, bitmapCardinality(people) AS value
FROM people_per_period
ORDER BY t;

-- people
SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person_id
FROM events
WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC');

