-- answer
SELECT arrayJoin(if(indexOf({b3:Array(Date)}, toDate(time, 'Asia/Shanghai')) = 0, [], arraySlice({b3:Array(Date)}, greatest(indexOf({b3:Array(Date)}, toDate(time, 'Asia/Shanghai')), 7), indexOf({b3:Array(Date)}, toDate(time, 'Asia/Shanghai')) + 7 - greatest(indexOf({b3:Array(Date)}, toDate(time, 'Asia/Shanghai')), 7)))) AS t, 0 AS is_other, count() AS value_0
FROM events
WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
GROUP BY t, is_other
ORDER BY t, is_other;

-- answer
WITH active AS (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT day AS t, groupBitmapMergeState(event_people_daily.people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND day >= {b0:Date} AND day <= {b1:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1
  )
  UNION ALL
  SELECT arrayJoin({b2:Array(Date)}) AS t, bitmapBuild(emptyArrayUInt64()) AS people
),
people_per_period AS (
  SELECT t, groupBitmapMergeState(people_of_period) OVER (ORDER BY t ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS people
  FROM (SELECT t, groupBitmapMergeState(people) AS people_of_period FROM active GROUP BY t)
)
SELECT t, 0 AS is_other, bitmapCardinality(people) AS value
FROM people_per_period
ORDER BY t;

-- answer
SELECT arrayJoin(if(indexOf({b3:Array(Date)}, toDate(time, 'Asia/Shanghai')) = 0, [], arraySlice({b3:Array(Date)}, greatest(indexOf({b3:Array(Date)}, toDate(time, 'Asia/Shanghai')), 7), indexOf({b3:Array(Date)}, toDate(time, 'Asia/Shanghai')) + 7 - greatest(indexOf({b3:Array(Date)}, toDate(time, 'Asia/Shanghai')), 7)))) AS t, 0 AS is_other, count() AS value_0
FROM events
WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
GROUP BY t, is_other
ORDER BY t, is_other;

-- answer
WITH active AS (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT day AS t, groupBitmapMergeState(event_people_daily.people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND day >= {b0:Date} AND day <= {b1:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1
  )
  UNION ALL
  SELECT arrayJoin({b2:Array(Date)}) AS t, bitmapBuild(emptyArrayUInt64()) AS people
),
people_per_period AS (
  SELECT t, groupBitmapMergeState(people_of_period) OVER (ORDER BY t ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS people
  FROM (SELECT t, groupBitmapMergeState(people) AS people_of_period FROM active GROUP BY t)
)
SELECT t, 0 AS is_other, bitmapCardinality(people) AS value
FROM people_per_period
ORDER BY t;

-- people
SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person_id
FROM events
WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC');

