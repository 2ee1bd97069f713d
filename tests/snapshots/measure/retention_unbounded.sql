-- answer
WITH
started AS (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT toMonday(day) AS t, groupBitmapMergeState(event_people_daily.people) AS people
  FROM event_people_daily
  WHERE event IN {b0:Array(String)} AND day >= {b1:Date} AND day <= {b2:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1
  )
),
met_before AS (
  SELECT t, people,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS known
  FROM started
),
cohorts AS (
  SELECT t, bitmapAndnot(people, known) AS people
  FROM met_before
),
back_in_period AS (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT toMonday(day) AS t, groupBitmapMergeState(event_people_daily.people) AS people
  FROM event_people_daily
  WHERE event IN {b0:Array(String)} AND day >= {b3:Date} AND day <= {b4:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1
  )
  UNION ALL
  SELECT arrayJoin({b5:Array(Date)}) AS t, bitmapBuild(emptyArrayUInt64()) AS people
),
back AS (
  SELECT t, groupBitmapMergeState(people_of_period) OVER (ORDER BY t ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS people
  FROM (SELECT t, groupBitmapMergeState(people) AS people_of_period FROM back_in_period GROUP BY t)
)
SELECT cohorts.t AS cohort, dateDiff('week', cohorts.t, back.t) AS later,
  bitmapAndCardinality(cohorts.people, back.people) AS returned
FROM cohorts CROSS JOIN back
WHERE later BETWEEN 0 AND 4 AND returned > 0
ORDER BY cohort, later;

-- people
WITH
starts AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(time) AS started_at, toMonday(min(time), 'Asia/Shanghai') AS t
  FROM events
  WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
),
returns AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, toMonday(time, 'Asia/Shanghai') AS t, max(time) AS last_at
  FROM events
  WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person, t
),
returned AS (
  SELECT starts.t AS t, starts.person AS person, dateDiff('week', starts.t, returns.t) AS later
  FROM starts JOIN returns ON starts.person = returns.person
  WHERE returns.t > starts.t OR (returns.t = starts.t AND returns.last_at >= starts.started_at)
)
SELECT DISTINCT person AS person_id
FROM returned
WHERE t = {b0:Date} AND later >= 0;

