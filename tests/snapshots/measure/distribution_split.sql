-- answer
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, toString(campaign), 0))) AS done
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed')
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
),
cut AS (
  SELECT person, done, arrayMap((each, before, n) -> n = 1 OR each.1 - before.1 > 1800000, done, arrayPushFront(arrayPopBack(done), done[1]), arrayEnumerate(done)) AS runs,
    arrayMap(each -> each.3, done) AS campaigns,
    arrayFill(each -> each.1 != '' OR each.2, arrayZip(campaigns, runs)) AS known,
    arrayMap((campaign, run, before) -> run OR (campaign != '' AND campaign != before.1),
      campaigns, runs, arrayPushFront(arrayPopBack(known), known[1])) AS starts
  FROM touches
),
parted AS (
  SELECT person, arraySplit((each, is_start) -> is_start, done, starts) AS parts
  FROM cut
),
visits AS (
  SELECT person, arrayJoin(arrayZip(parts, arrayEnumerate(parts))) AS part, part.1 AS done,
    part.2 = length(parts) AS is_last, done[1].1 AS first_ms, done[-1].1 AS last_ms,
    length(done) AS size, (last_ms - first_ms) / 1000 AS seconds,
    fromUnixTimestamp64Milli(first_ms, 'UTC') AS began, is_last AND last_ms + 1800000 >= 1775813400000 AS is_open
  FROM parted
  WHERE began >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
),
measured AS (
  SELECT person, 0 AS t, sum(seconds) AS value
  FROM visits
  WHERE began >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
  GROUP BY person, t
),
split AS (
  SELECT person, t, value
  FROM measured
)
SELECT count(), count(value), sum(value), avg(value), min(value), quantileExactInclusive(0.5)(value), quantileExactInclusive(0.9)(value), max(value), quantileExactInclusive(0.95)(value)
FROM split;

-- answer
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, toString(campaign), 0))) AS done
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed')
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
),
cut AS (
  SELECT person, done, arrayMap((each, before, n) -> n = 1 OR each.1 - before.1 > 1800000, done, arrayPushFront(arrayPopBack(done), done[1]), arrayEnumerate(done)) AS runs,
    arrayMap(each -> each.3, done) AS campaigns,
    arrayFill(each -> each.1 != '' OR each.2, arrayZip(campaigns, runs)) AS known,
    arrayMap((campaign, run, before) -> run OR (campaign != '' AND campaign != before.1),
      campaigns, runs, arrayPushFront(arrayPopBack(known), known[1])) AS starts
  FROM touches
),
parted AS (
  SELECT person, arraySplit((each, is_start) -> is_start, done, starts) AS parts
  FROM cut
),
visits AS (
  SELECT person, arrayJoin(arrayZip(parts, arrayEnumerate(parts))) AS part, part.1 AS done,
    part.2 = length(parts) AS is_last, done[1].1 AS first_ms, done[-1].1 AS last_ms,
    length(done) AS size, (last_ms - first_ms) / 1000 AS seconds,
    fromUnixTimestamp64Milli(first_ms, 'UTC') AS began, is_last AND last_ms + 1800000 >= 1775813400000 AS is_open
  FROM parted
  WHERE began >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
),
measured AS (
  SELECT person, 0 AS t, sum(seconds) AS value
  FROM visits
  WHERE began >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
  GROUP BY person, t
),
split AS (
  SELECT person, t, value
  FROM measured
)
SELECT count(), count(value), sum(value), avg(value), min(value), quantileExactInclusive(0.5)(value), quantileExactInclusive(0.9)(value), max(value), quantileExactInclusive(0.95)(value)
FROM split;

-- people
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, toString(campaign), 0))) AS done
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed')
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
cut AS (
  SELECT person, done, arrayMap((each, before, n) -> n = 1 OR each.1 - before.1 > 1800000, done, arrayPushFront(arrayPopBack(done), done[1]), arrayEnumerate(done)) AS runs,
    arrayMap(each -> each.3, done) AS campaigns,
    arrayFill(each -> each.1 != '' OR each.2, arrayZip(campaigns, runs)) AS known,
    arrayMap((campaign, run, before) -> run OR (campaign != '' AND campaign != before.1),
      campaigns, runs, arrayPushFront(arrayPopBack(known), known[1])) AS starts
  FROM touches
),
parted AS (
  SELECT person, arraySplit((each, is_start) -> is_start, done, starts) AS parts
  FROM cut
),
visits AS (
  SELECT person, arrayJoin(arrayZip(parts, arrayEnumerate(parts))) AS part, part.1 AS done,
    part.2 = length(parts) AS is_last, done[1].1 AS first_ms, done[-1].1 AS last_ms,
    length(done) AS size, (last_ms - first_ms) / 1000 AS seconds,
    fromUnixTimestamp64Milli(first_ms, 'UTC') AS began, is_last AND last_ms + 1800000 >= 1775813400000 AS is_open
  FROM parted
  WHERE began >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
),
measured AS (
  SELECT person, 0 AS t, sum(seconds) AS value
  FROM visits
  WHERE began >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY person, t
),
split AS (
  SELECT person, t, value
  FROM measured
)
SELECT person AS person_id
FROM split
WHERE value IS NOT NULL
    AND value >= {b0:Float64};

-- people
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, toString(campaign), 0, JSONExtractString(properties, {b5:String})))) AS done
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed')
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
  GROUP BY person
),
cut AS (
  SELECT person, done, arrayMap((each, before, n) -> n = 1 OR each.1 - before.1 > 1800000, done, arrayPushFront(arrayPopBack(done), done[1]), arrayEnumerate(done)) AS runs,
    arrayMap(each -> each.3, done) AS campaigns,
    arrayFill(each -> each.1 != '' OR each.2, arrayZip(campaigns, runs)) AS known,
    arrayMap((campaign, run, before) -> run OR (campaign != '' AND campaign != before.1),
      campaigns, runs, arrayPushFront(arrayPopBack(known), known[1])) AS starts
  FROM touches
),
parted AS (
  SELECT person, arraySplit((each, is_start) -> is_start, done, starts) AS parts
  FROM cut
),
visits AS (
  SELECT person, arrayJoin(arrayZip(parts, arrayEnumerate(parts))) AS part, part.1 AS done,
    part.2 = length(parts) AS is_last, done[1].1 AS first_ms, done[-1].1 AS last_ms,
    length(done) AS size, (last_ms - first_ms) / 1000 AS seconds,
    fromUnixTimestamp64Milli(first_ms, 'UTC') AS began, is_last AND last_ms + 1800000 >= 1775813400000 AS is_open
  FROM parted
  WHERE began >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
),
measured AS (
  SELECT person, 0 AS t, sum(seconds) AS value,
    argMin(done[1].5, began) AS by_0
  FROM visits
  WHERE began >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person, t
),
split AS (
  SELECT person, t, value, by_0 AS by_0, attribute_1 AS by_1
  FROM measured
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b8:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON person = owner_1.owner_of_1
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0, by_1) AS group_size
  FROM split
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0, by_1) AS place
  FROM sized
)
SELECT person AS person_id
FROM placed
WHERE value IS NOT NULL
    AND value >= {b0:Float64}
    AND by_0 = {b1:String} AND by_1 = {b2:String};

-- people
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, toString(campaign), 0, JSONExtractString(properties, {b2:String})))) AS done
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed')
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
cut AS (
  SELECT person, done, arrayMap((each, before, n) -> n = 1 OR each.1 - before.1 > 1800000, done, arrayPushFront(arrayPopBack(done), done[1]), arrayEnumerate(done)) AS runs,
    arrayMap(each -> each.3, done) AS campaigns,
    arrayFill(each -> each.1 != '' OR each.2, arrayZip(campaigns, runs)) AS known,
    arrayMap((campaign, run, before) -> run OR (campaign != '' AND campaign != before.1),
      campaigns, runs, arrayPushFront(arrayPopBack(known), known[1])) AS starts
  FROM touches
),
parted AS (
  SELECT person, arraySplit((each, is_start) -> is_start, done, starts) AS parts
  FROM cut
),
visits AS (
  SELECT person, arrayJoin(arrayZip(parts, arrayEnumerate(parts))) AS part, part.1 AS done,
    part.2 = length(parts) AS is_last, done[1].1 AS first_ms, done[-1].1 AS last_ms,
    length(done) AS size, (last_ms - first_ms) / 1000 AS seconds,
    fromUnixTimestamp64Milli(first_ms, 'UTC') AS began, is_last AND last_ms + 1800000 >= 1775813400000 AS is_open
  FROM parted
  WHERE began >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
),
measured AS (
  SELECT person, 0 AS t, sum(seconds) AS value,
    argMin(done[1].5, began) AS by_0
  FROM visits
  WHERE began >= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')
  GROUP BY person, t
),
split AS (
  SELECT person, t, value, by_0 AS by_0, attribute_1 AS by_1
  FROM measured
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b5:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON person = owner_1.owner_of_1
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0, by_1) AS group_size
  FROM split
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0, by_1) AS place
  FROM sized
)
SELECT person AS person_id
FROM placed
WHERE value IS NOT NULL
    AND 1
    AND place > 2;

