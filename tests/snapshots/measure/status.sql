-- answer
WITH
active_in_period AS (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT multiIf(day >= {b0:Date}, {b0:Date}, day >= {b1:Date}, {b1:Date}, toDate(0)) AS t, groupBitmapMergeState(event_people_daily.people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND day >= {b2:Date} AND day <= {b3:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1
  )
  UNION ALL
  SELECT arrayJoin({b4:Array(Date)}) AS t, bitmapBuild(emptyArrayUInt64()) AS people
),
active AS (
  SELECT t, groupBitmapMergeState(people) AS people
  FROM active_in_period
  GROUP BY t
),
accounts AS (
  SELECT t, people,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) AS before,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS known
  FROM active
)
SELECT t, bitmapCardinality(people), bitmapCardinality(bitmapAndnot(people, known)), bitmapCardinality(bitmapAnd(people, before)), bitmapCardinality(bitmapAndnot(bitmapAnd(people, known), before)), bitmapCardinality(bitmapAndnot(before, people)), bitmapCardinality(bitmapAndnot(bitmapAndnot(known, before), people))
FROM accounts
WHERE t >= {b0:Date}
ORDER BY t;

-- answer
WITH
active_in_period AS (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT if(day >= {b0:Date}, toStartOfMonth(day), toDate(0)) AS t, groupBitmapMergeState(event_people_daily.people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND day >= {b1:Date} AND day <= {b2:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1
  )
  UNION ALL
  SELECT arrayJoin({b3:Array(Date)}) AS t, bitmapBuild(emptyArrayUInt64()) AS people
),
active AS (
  SELECT t, groupBitmapMergeState(people) AS people
  FROM active_in_period
  GROUP BY t
),
accounts AS (
  SELECT t, people,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) AS before,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS known
  FROM active
)
SELECT t, bitmapCardinality(people), bitmapCardinality(bitmapAndnot(people, known)), bitmapCardinality(bitmapAnd(people, before)), bitmapCardinality(bitmapAndnot(bitmapAnd(people, known), before)), bitmapCardinality(bitmapAndnot(before, people)), bitmapCardinality(bitmapAndnot(bitmapAndnot(known, before), people))
FROM accounts
WHERE t >= {b4:Date}
ORDER BY t;

-- answer
WITH
active_in_period AS (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT multiIf(day >= {b0:Date}, {b0:Date}, day >= {b1:Date}, {b1:Date}, day >= {b2:Date}, {b2:Date}, toDate(0)) AS t, groupBitmapMergeState(event_people_daily.people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND day >= {b3:Date} AND day <= {b4:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1
  )
  UNION ALL
  SELECT arrayJoin({b5:Array(Date)}) AS t, bitmapBuild(emptyArrayUInt64()) AS people
),
active AS (
  SELECT t, groupBitmapMergeState(people) AS people
  FROM active_in_period
  GROUP BY t
),
accounts AS (
  SELECT t, people,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) AS before,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS known
  FROM active
),
moved AS (
  SELECT t, people, before, known,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN 2 PRECEDING AND 2 PRECEDING) AS earlier,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 2 PRECEDING) AS known_earlier
  FROM accounts
)
SELECT bitmapCardinality(bitmapAndnot(people, known)), bitmapCardinality(bitmapAnd(bitmapAndnot(before, known_earlier), bitmapAnd(people, before))), bitmapCardinality(bitmapAnd(bitmapAndnot(before, known_earlier), bitmapAndnot(before, people))), bitmapCardinality(bitmapAnd(bitmapAnd(before, earlier), bitmapAnd(people, before))), bitmapCardinality(bitmapAnd(bitmapAnd(before, earlier), bitmapAndnot(before, people))), bitmapCardinality(bitmapAnd(bitmapAndnot(bitmapAnd(before, known_earlier), earlier), bitmapAnd(people, before))), bitmapCardinality(bitmapAnd(bitmapAndnot(bitmapAnd(before, known_earlier), earlier), bitmapAndnot(before, people))), bitmapCardinality(bitmapAnd(bitmapAndnot(earlier, before), bitmapAndnot(bitmapAnd(people, known), before))), bitmapCardinality(bitmapAnd(bitmapAndnot(earlier, before), bitmapAndnot(bitmapAndnot(known, before), people))), bitmapCardinality(bitmapAnd(bitmapAndnot(bitmapAndnot(known_earlier, earlier), before), bitmapAndnot(bitmapAnd(people, known), before))), bitmapCardinality(bitmapAnd(bitmapAndnot(bitmapAndnot(known_earlier, earlier), before), bitmapAndnot(bitmapAndnot(known, before), people)))
FROM moved
WHERE t = {b0:Date};

-- people
WITH
active_in_period AS (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT multiIf(day >= {b0:Date}, {b0:Date}, day >= {b1:Date}, {b1:Date}, toDate(0)) AS t, groupBitmapMergeState(event_people_daily.people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND day >= {b2:Date} AND day <= {b3:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1
  )
  UNION ALL
  SELECT arrayJoin({b4:Array(Date)}) AS t, bitmapBuild(emptyArrayUInt64()) AS people
),
active AS (
  SELECT t, groupBitmapMergeState(people) AS people
  FROM active_in_period
  GROUP BY t
),
accounts AS (
  SELECT t, people,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) AS before,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS known
  FROM active
)
SELECT arrayJoin(bitmapToArray(people)) AS person_id
FROM accounts
WHERE t = {b0:Date};

-- people
WITH
active_in_period AS (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT multiIf(day >= {b0:Date}, {b0:Date}, day >= {b1:Date}, {b1:Date}, toDate(0)) AS t, groupBitmapMergeState(event_people_daily.people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND day >= {b2:Date} AND day <= {b3:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1
  )
  UNION ALL
  SELECT arrayJoin({b4:Array(Date)}) AS t, bitmapBuild(emptyArrayUInt64()) AS people
),
active AS (
  SELECT t, groupBitmapMergeState(people) AS people
  FROM active_in_period
  GROUP BY t
),
accounts AS (
  SELECT t, people,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) AS before,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS known
  FROM active
)
SELECT arrayJoin(bitmapToArray(bitmapAndnot(bitmapAnd(people, known), before))) AS person_id
FROM accounts
WHERE t = {b0:Date};

-- people
WITH
active_in_period AS (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT if(day >= {b0:Date}, toStartOfMonth(day), toDate(0)) AS t, groupBitmapMergeState(event_people_daily.people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND day >= {b1:Date} AND day <= {b2:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1
  )
  UNION ALL
  SELECT arrayJoin({b3:Array(Date)}) AS t, bitmapBuild(emptyArrayUInt64()) AS people
),
active AS (
  SELECT t, groupBitmapMergeState(people) AS people
  FROM active_in_period
  GROUP BY t
),
accounts AS (
  SELECT t, people,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) AS before,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS known
  FROM active
)
SELECT arrayJoin(bitmapToArray(bitmapAndnot(bitmapAndnot(known, before), people))) AS person_id
FROM accounts
WHERE t = {b4:Date};

-- people
WITH
active_in_period AS (
  SELECT t, bitmapOr(bitmapAndnot(people, (SELECT groupBitmapState(`from`) FROM person_merges)), bitmapBuild(arrayMap(id -> dictGetOrDefault('person_overrides', 'to', id, id), bitmapToArray(bitmapAnd(people, (SELECT groupBitmapState(`from`) FROM person_merges)))))) AS people
  FROM (
  SELECT multiIf(day >= {b0:Date}, {b0:Date}, day >= {b1:Date}, {b1:Date}, day >= {b2:Date}, {b2:Date}, toDate(0)) AS t, groupBitmapMergeState(event_people_daily.people) AS people
  FROM event_people_daily
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted') AND day >= {b3:Date} AND day <= {b4:Date}
  GROUP BY t
  SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1
  )
  UNION ALL
  SELECT arrayJoin({b5:Array(Date)}) AS t, bitmapBuild(emptyArrayUInt64()) AS people
),
active AS (
  SELECT t, groupBitmapMergeState(people) AS people
  FROM active_in_period
  GROUP BY t
),
accounts AS (
  SELECT t, people,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) AS before,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS known
  FROM active
),
moved AS (
  SELECT t, people, before, known,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN 2 PRECEDING AND 2 PRECEDING) AS earlier,
    groupBitmapMergeState(people) OVER (ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 2 PRECEDING) AS known_earlier
  FROM accounts
)
SELECT arrayJoin(bitmapToArray(bitmapAnd(bitmapAndnot(before, known_earlier), bitmapAnd(people, before)))) AS person_id
FROM moved
WHERE t = {b0:Date};

