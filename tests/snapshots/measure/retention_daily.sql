-- answer
WITH
started AS (
  SELECT day AS t, groupBitmapMergeState(bitmapOr(bitmapAndnot(event_people_daily.people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(event_people_daily.people, (SELECT groupBitmapState(`from`) FROM person_merges))))))) AS people
  FROM event_people_daily
  WHERE event IN {b0:Array(String)} AND day >= {b1:Date} AND day <= {b2:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1, merge_tree_min_read_task_size = 4
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
back AS (
  SELECT day AS t, groupBitmapMergeState(bitmapOr(bitmapAndnot(event_people_daily.people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(event_people_daily.people, (SELECT groupBitmapState(`from`) FROM person_merges))))))) AS people
  FROM event_people_daily
  WHERE event IN {b3:Array(String)} AND day >= {b1:Date} AND day <= {b4:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1, merge_tree_min_read_task_size = 4
)
SELECT cohorts.t AS cohort, dateDiff('day', cohorts.t, back.t) AS later,
  bitmapAndCardinality(cohorts.people, back.people) AS returned
FROM cohorts CROSS JOIN back
WHERE later BETWEEN 1 AND 7 AND returned > 0
ORDER BY cohort, later;

-- answer
WITH
started AS (
  SELECT day AS t, groupBitmapMergeState(bitmapOr(bitmapAndnot(event_people_daily.people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(event_people_daily.people, (SELECT groupBitmapState(`from`) FROM person_merges))))))) AS people
  FROM event_people_daily
  WHERE event IN {b5:Array(String)} AND day >= {b6:Date} AND day <= {b7:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1, merge_tree_min_read_task_size = 4
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
back AS (
  SELECT day AS t, groupBitmapMergeState(bitmapOr(bitmapAndnot(event_people_daily.people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(event_people_daily.people, (SELECT groupBitmapState(`from`) FROM person_merges))))))) AS people
  FROM event_people_daily
  WHERE event IN {b8:Array(String)} AND day >= {b6:Date} AND day <= {b9:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1, merge_tree_min_read_task_size = 4
),
did_both AS (
  SELECT groupBitmapMergeState(bitmapAnd(cohorts.people, back.people)) AS people
  FROM cohorts JOIN back ON cohorts.t = back.t
),
first_start AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, minIf(time, event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) AS started_at, toDate(started_at, 'Asia/Shanghai') AS cohort,
    arrayExists(at -> at >= started_at AND toDate(at, 'Asia/Shanghai') = cohort, groupArrayIf(time, event = {b2:String})) AS is_back
  FROM events
  WHERE (event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC') OR event = {b2:String})
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
    AND bitmapContains((SELECT people FROM did_both), dictGetOrDefault('person_overrides', 'to', person_id, person_id))
  GROUP BY person
)
SELECT cohort, 0 AS later, count() AS returned
FROM first_start
WHERE is_back
GROUP BY cohort
ORDER BY cohort;

-- answer
WITH
started AS (
  SELECT day AS t, groupBitmapMergeState(bitmapOr(bitmapAndnot(event_people_daily.people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(event_people_daily.people, (SELECT groupBitmapState(`from`) FROM person_merges))))))) AS people
  FROM event_people_daily
  WHERE event IN {b0:Array(String)} AND day >= {b1:Date} AND day <= {b2:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1, merge_tree_min_read_task_size = 4
),
met_before AS (
  SELECT t, people,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS known
  FROM started
),
cohorts AS (
  SELECT t, bitmapAndnot(people, known) AS people
  FROM met_before
)
SELECT t, bitmapCardinality(people) AS size
FROM cohorts
WHERE size > 0
ORDER BY t;

-- people
WITH
starts AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(time) AS started_at, toDate(min(time), 'Asia/Shanghai') AS t
  FROM events
  WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
)
SELECT person AS person_id
FROM starts
WHERE t = {b0:Date};

-- people
WITH
starts AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, min(time) AS started_at, toDate(min(time), 'Asia/Shanghai') AS t
  FROM events
  WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
),
returns AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, toDate(time, 'Asia/Shanghai') AS t, max(time) AS last_at
  FROM events
  WHERE event = {b4:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
  GROUP BY person, t
),
returned AS (
  SELECT starts.t AS t, starts.person AS person, dateDiff('day', starts.t, returns.t) AS later
  FROM starts JOIN returns ON starts.person = returns.person
  WHERE returns.t > starts.t OR (returns.t = starts.t AND returns.last_at >= starts.started_at)
)
SELECT DISTINCT person AS person_id
FROM returned
WHERE t = {b0:Date} AND later = 3;

