-- answer
WITH
touches AS (
  WITH toUInt8(if(campaign != '', 1, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772121599999), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArray(key) AS came_in,
    groupArrayIf(sipHash64(campaign), campaign != '') AS campaigns
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
),
ordered AS (
  SELECT person,
    if(empty(campaigns), [], arrayFilter(key -> bitAnd(key, 1) > 0, came_in)) AS named,
    arraySort((campaign, key) -> key, campaigns, named) AS came,
    arraySort(if(empty(campaigns), came_in, arrayConcat(arrayFilter(key -> bitAnd(key, 1) = 0, came_in), arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, bitOr(key, 2), key),
      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came))))) AS keys
  FROM touches
),
cut AS (
  SELECT person, keys,
    arrayMap((key, before) -> key > bitOr(before, 4194303) + 7549747200000, keys, arrayPushFront(arrayPopBack(keys), 0)) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks_of_runs,
    arrayRotateRight(arrayFill(run -> run > 0, marks_of_runs), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
stays AS (
  SELECT person, arrayRotateLeft(starts, 1) AS stops,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), arrayFilter((key, is_it) -> is_it, keys, starts)) AS begins,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), arrayFilter((key, is_it) -> is_it, keys, stops)) AS ends,
    arrayFilter((n, is_it) -> is_it, arrayEnumerate(keys), starts) AS places,
    arrayMap((place, next) -> next - place, places, arrayPushBack(arrayPopFront(places), toUInt32(length(keys) + 1))) AS sizes,
    arrayMap((last_ms, n) -> n = length(ends) AND last_ms + 1800000 >= 3691800001, ends, arrayEnumerate(ends)) AS opens
  FROM cut
),
visits AS (
  SELECT person, fromUnixTimestamp64Milli(first_ms + 1772121599999, 'UTC') AS began,
    fromUnixTimestamp64Milli(before_ms + 1772121599999, 'UTC') AS before, (last_ms - first_ms) / 1000 AS seconds,
    size, is_open
  FROM (SELECT *, arrayPushFront(arrayPopBack(begins), 0) AS befores FROM stays)
  ARRAY JOIN begins AS first_ms, ends AS last_ms, befores AS before_ms, sizes AS size, opens AS is_open
  WHERE first_ms >= 172800001 AND first_ms < 2851200001
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
SELECT count(value), min(value), quantileExactInclusive(0.95)(value)
FROM split;

-- answer
WITH
touches AS (
  WITH toUInt8(if(campaign != '', 1, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772121599999), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArray(key) AS came_in,
    groupArrayIf(sipHash64(campaign), campaign != '') AS campaigns,
    groupArray(JSONExtractString(properties, {b3:String})) AS first_0
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
  GROUP BY person
),
ordered AS (
  SELECT person, came_in, first_0,
    if(empty(campaigns), [], arrayFilter(key -> bitAnd(key, 1) > 0, came_in)) AS named,
    arraySort((campaign, key) -> key, campaigns, named) AS came,
    arraySort(if(empty(campaigns), came_in, arrayConcat(arrayFilter(key -> bitAnd(key, 1) = 0, came_in), arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, bitOr(key, 2), key),
      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came))))) AS keys
  FROM touches
),
cut AS (
  SELECT person, keys,
    arraySort((value, key) -> key, first_0, came_in) AS first_0_done,
    arrayMap((key, before) -> key > bitOr(before, 4194303) + 7549747200000, keys, arrayPushFront(arrayPopBack(keys), 0)) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks_of_runs,
    arrayRotateRight(arrayFill(run -> run > 0, marks_of_runs), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
stays AS (
  SELECT person, arrayRotateLeft(starts, 1) AS stops,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), arrayFilter((key, is_it) -> is_it, keys, starts)) AS begins,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), arrayFilter((key, is_it) -> is_it, keys, stops)) AS ends,
    arrayFilter((n, is_it) -> is_it, arrayEnumerate(keys), starts) AS places,
    arrayMap((place, next) -> next - place, places, arrayPushBack(arrayPopFront(places), toUInt32(length(keys) + 1))) AS sizes,
    arrayMap((last_ms, n) -> n = length(ends) AND last_ms + 1800000 >= 3691800001, ends, arrayEnumerate(ends)) AS opens,
    arrayFilter((value, is_it) -> is_it, first_0_done, starts) AS first_0s
  FROM cut
),
visits AS (
  SELECT person, fromUnixTimestamp64Milli(first_ms + 1772121599999, 'UTC') AS began,
    fromUnixTimestamp64Milli(before_ms + 1772121599999, 'UTC') AS before, (last_ms - first_ms) / 1000 AS seconds,
    size, is_open, first_0
  FROM (SELECT *, arrayPushFront(arrayPopBack(begins), 0) AS befores FROM stays)
  ARRAY JOIN begins AS first_ms, ends AS last_ms, befores AS before_ms, sizes AS size, opens AS is_open, first_0s AS first_0
  WHERE first_ms >= 172800001 AND first_ms < 2851200001
),
measured AS (
  SELECT person, 0 AS t, sum(seconds) AS value,
    argMin(first_0, began) AS by_0
  FROM visits
  WHERE began >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY person, t
),
split AS (
  SELECT person, t, value, by_0 AS by_0, attribute_1 AS by_1
  FROM measured
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b6:String}
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
SELECT least(place, 3) AS shown_place, if(place > 2, '', by_0) AS shown_by_0, if(place > 2, '', by_1) AS shown_by_1, toNullable(arrayCount(edge -> value >= edge, {b0:Array(Float64)})) AS bin, count(), count(value), sum(value), avg(value), min(value), quantileExactInclusive(0.5)(value), quantileExactInclusive(0.9)(value), max(value)
FROM placed
GROUP BY GROUPING SETS ((), (bin), (shown_place, shown_by_0, shown_by_1), (shown_place, shown_by_0, shown_by_1, bin));

-- answer
WITH
touches AS (
  WITH toUInt8(if(campaign != '', 1, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1740585599999), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArray(key) AS came_in,
    groupArrayIf(sipHash64(campaign), campaign != '') AS campaigns,
    groupArray(JSONExtractString(properties, {b3:String})) AS first_0
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
  GROUP BY person
),
ordered AS (
  SELECT person, came_in, first_0,
    if(empty(campaigns), [], arrayFilter(key -> bitAnd(key, 1) > 0, came_in)) AS named,
    arraySort((campaign, key) -> key, campaigns, named) AS came,
    arraySort(if(empty(campaigns), came_in, arrayConcat(arrayFilter(key -> bitAnd(key, 1) = 0, came_in), arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, bitOr(key, 2), key),
      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came))))) AS keys
  FROM touches
),
cut AS (
  SELECT person, keys,
    arraySort((value, key) -> key, first_0, came_in) AS first_0_done,
    arrayMap((key, before) -> key > bitOr(before, 4194303) + 7549747200000, keys, arrayPushFront(arrayPopBack(keys), 0)) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks_of_runs,
    arrayRotateRight(arrayFill(run -> run > 0, marks_of_runs), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
stays AS (
  SELECT person, arrayRotateLeft(starts, 1) AS stops,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), arrayFilter((key, is_it) -> is_it, keys, starts)) AS begins,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), arrayFilter((key, is_it) -> is_it, keys, stops)) AS ends,
    arrayFilter((n, is_it) -> is_it, arrayEnumerate(keys), starts) AS places,
    arrayMap((place, next) -> next - place, places, arrayPushBack(arrayPopFront(places), toUInt32(length(keys) + 1))) AS sizes,
    arrayMap((last_ms, n) -> n = length(ends) AND last_ms + 1800000 >= 35227800001, ends, arrayEnumerate(ends)) AS opens,
    arrayFilter((value, is_it) -> is_it, first_0_done, starts) AS first_0s
  FROM cut
),
visits AS (
  SELECT person, fromUnixTimestamp64Milli(first_ms + 1740585599999, 'UTC') AS began,
    fromUnixTimestamp64Milli(before_ms + 1740585599999, 'UTC') AS before, (last_ms - first_ms) / 1000 AS seconds,
    size, is_open, first_0
  FROM (SELECT *, arrayPushFront(arrayPopBack(begins), 0) AS befores FROM stays)
  ARRAY JOIN begins AS first_ms, ends AS last_ms, befores AS before_ms, sizes AS size, opens AS is_open, first_0s AS first_0
  WHERE first_ms >= 172800001 AND first_ms < 2851200001
),
measured AS (
  SELECT person, 0 AS t, sum(seconds) AS value,
    argMin(first_0, began) AS by_0
  FROM visits
  WHERE began >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND began < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY person, t
),
split AS (
  SELECT person, t, value, by_0 AS by_0, attribute_1 AS by_1
  FROM measured
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b6:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON person = owner_1.owner_of_1
),
found AS (
  SELECT *, indexOf({b8:Array(String)}, arrayStringConcat([toString(by_0), toString(by_1)], {b7:String})) AS found_place FROM split
),
placed AS (
  SELECT *, if(found_place > 0, found_place, 3) AS place
  FROM found
)
SELECT least(place, 3) AS shown_place, if(place > 2, '', by_0) AS shown_by_0, if(place > 2, '', by_1) AS shown_by_1, toNullable(arrayCount(edge -> value >= edge, {b0:Array(Float64)})) AS bin, count(), count(value), sum(value), avg(value), min(value), quantileExactInclusive(0.5)(value), quantileExactInclusive(0.9)(value), max(value)
FROM placed
GROUP BY GROUPING SETS ((), (bin), (shown_place, shown_by_0, shown_by_1), (shown_place, shown_by_0, shown_by_1, bin));

-- people
WITH
touches AS (
  WITH toUInt8(if(campaign != '', 1, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1740585599999), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArray(key) AS came_in,
    groupArrayIf(sipHash64(campaign), campaign != '') AS campaigns
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
ordered AS (
  SELECT person,
    if(empty(campaigns), [], arrayFilter(key -> bitAnd(key, 1) > 0, came_in)) AS named,
    arraySort((campaign, key) -> key, campaigns, named) AS came,
    arraySort(if(empty(campaigns), came_in, arrayConcat(arrayFilter(key -> bitAnd(key, 1) = 0, came_in), arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, bitOr(key, 2), key),
      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came))))) AS keys
  FROM touches
),
cut AS (
  SELECT person, keys,
    arrayMap((key, before) -> key > bitOr(before, 4194303) + 7549747200000, keys, arrayPushFront(arrayPopBack(keys), 0)) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks_of_runs,
    arrayRotateRight(arrayFill(run -> run > 0, marks_of_runs), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
stays AS (
  SELECT person, arrayRotateLeft(starts, 1) AS stops,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), arrayFilter((key, is_it) -> is_it, keys, starts)) AS begins,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), arrayFilter((key, is_it) -> is_it, keys, stops)) AS ends,
    arrayFilter((n, is_it) -> is_it, arrayEnumerate(keys), starts) AS places,
    arrayMap((place, next) -> next - place, places, arrayPushBack(arrayPopFront(places), toUInt32(length(keys) + 1))) AS sizes,
    arrayMap((last_ms, n) -> n = length(ends) AND last_ms + 1800000 >= 35227800001, ends, arrayEnumerate(ends)) AS opens
  FROM cut
),
visits AS (
  SELECT person, fromUnixTimestamp64Milli(first_ms + 1740585599999, 'UTC') AS began,
    fromUnixTimestamp64Milli(before_ms + 1740585599999, 'UTC') AS before, (last_ms - first_ms) / 1000 AS seconds,
    size, is_open
  FROM (SELECT *, arrayPushFront(arrayPopBack(begins), 0) AS befores FROM stays)
  ARRAY JOIN begins AS first_ms, ends AS last_ms, befores AS before_ms, sizes AS size, opens AS is_open
  WHERE first_ms >= 172800001 AND first_ms < 2851200001
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
  WITH toUInt8(if(campaign != '', 1, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772121599999), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArray(key) AS came_in,
    groupArrayIf(sipHash64(campaign), campaign != '') AS campaigns,
    groupArray(JSONExtractString(properties, {b5:String})) AS first_0
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
  GROUP BY person
),
ordered AS (
  SELECT person, came_in, first_0,
    if(empty(campaigns), [], arrayFilter(key -> bitAnd(key, 1) > 0, came_in)) AS named,
    arraySort((campaign, key) -> key, campaigns, named) AS came,
    arraySort(if(empty(campaigns), came_in, arrayConcat(arrayFilter(key -> bitAnd(key, 1) = 0, came_in), arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, bitOr(key, 2), key),
      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came))))) AS keys
  FROM touches
),
cut AS (
  SELECT person, keys,
    arraySort((value, key) -> key, first_0, came_in) AS first_0_done,
    arrayMap((key, before) -> key > bitOr(before, 4194303) + 7549747200000, keys, arrayPushFront(arrayPopBack(keys), 0)) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks_of_runs,
    arrayRotateRight(arrayFill(run -> run > 0, marks_of_runs), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
stays AS (
  SELECT person, arrayRotateLeft(starts, 1) AS stops,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), arrayFilter((key, is_it) -> is_it, keys, starts)) AS begins,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), arrayFilter((key, is_it) -> is_it, keys, stops)) AS ends,
    arrayFilter((n, is_it) -> is_it, arrayEnumerate(keys), starts) AS places,
    arrayMap((place, next) -> next - place, places, arrayPushBack(arrayPopFront(places), toUInt32(length(keys) + 1))) AS sizes,
    arrayMap((last_ms, n) -> n = length(ends) AND last_ms + 1800000 >= 3691800001, ends, arrayEnumerate(ends)) AS opens,
    arrayFilter((value, is_it) -> is_it, first_0_done, starts) AS first_0s
  FROM cut
),
visits AS (
  SELECT person, fromUnixTimestamp64Milli(first_ms + 1772121599999, 'UTC') AS began,
    fromUnixTimestamp64Milli(before_ms + 1772121599999, 'UTC') AS before, (last_ms - first_ms) / 1000 AS seconds,
    size, is_open, first_0
  FROM (SELECT *, arrayPushFront(arrayPopBack(begins), 0) AS befores FROM stays)
  ARRAY JOIN begins AS first_ms, ends AS last_ms, befores AS before_ms, sizes AS size, opens AS is_open, first_0s AS first_0
  WHERE first_ms >= 172800001 AND first_ms < 2851200001
),
measured AS (
  SELECT person, 0 AS t, sum(seconds) AS value,
    argMin(first_0, began) AS by_0
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
  WITH toUInt8(if(campaign != '', 1, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772121599999), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    groupArray(key) AS came_in,
    groupArrayIf(sipHash64(campaign), campaign != '') AS campaigns,
    groupArray(JSONExtractString(properties, {b2:String})) AS first_0
  FROM events
  WHERE event NOT IN ('message.dropped', 'message.failed', 'message.sent', 'message.withheld', 'points.granted', 'segment.entered', 'segment.left', 'tag.changed', 'score.changed', 'stage.changed', 'rfm.changed', 'identity.merged', 'identity.parted')
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY person
),
ordered AS (
  SELECT person, came_in, first_0,
    if(empty(campaigns), [], arrayFilter(key -> bitAnd(key, 1) > 0, came_in)) AS named,
    arraySort((campaign, key) -> key, campaigns, named) AS came,
    arraySort(if(empty(campaigns), came_in, arrayConcat(arrayFilter(key -> bitAnd(key, 1) = 0, came_in), arrayMap((key, campaign, before, n) -> if(n > 1 AND campaign = before, bitOr(key, 2), key),
      arraySort(named), came, arrayRotateRight(came, 1), arrayEnumerate(came))))) AS keys
  FROM touches
),
cut AS (
  SELECT person, keys,
    arraySort((value, key) -> key, first_0, came_in) AS first_0_done,
    arrayMap((key, before) -> key > bitOr(before, 4194303) + 7549747200000, keys, arrayPushFront(arrayPopBack(keys), 0)) AS runs,
    if(empty(came), emptyArrayUInt64(), arrayCumSum(runs)) AS places,
    arrayMap((key, run) -> if(bitTest(key, 0), run, 0), if(empty(came), emptyArrayUInt64(), keys), places) AS marks_of_runs,
    arrayRotateRight(arrayFill(run -> run > 0, marks_of_runs), 1) AS known,
    if(empty(came), runs, arrayMap((key, is_run, run, before) -> is_run OR (bitTest(key, 0) AND NOT (bitTest(key, 1) AND before = run)), keys, runs,
      if(empty(came), runs, places), if(empty(came), runs, known))) AS starts
  FROM ordered
),
stays AS (
  SELECT person, arrayRotateLeft(starts, 1) AS stops,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), arrayFilter((key, is_it) -> is_it, keys, starts)) AS begins,
    arrayMap(key -> toInt64(bitShiftRight(key, 22)), arrayFilter((key, is_it) -> is_it, keys, stops)) AS ends,
    arrayFilter((n, is_it) -> is_it, arrayEnumerate(keys), starts) AS places,
    arrayMap((place, next) -> next - place, places, arrayPushBack(arrayPopFront(places), toUInt32(length(keys) + 1))) AS sizes,
    arrayMap((last_ms, n) -> n = length(ends) AND last_ms + 1800000 >= 3691800001, ends, arrayEnumerate(ends)) AS opens,
    arrayFilter((value, is_it) -> is_it, first_0_done, starts) AS first_0s
  FROM cut
),
visits AS (
  SELECT person, fromUnixTimestamp64Milli(first_ms + 1772121599999, 'UTC') AS began,
    fromUnixTimestamp64Milli(before_ms + 1772121599999, 'UTC') AS before, (last_ms - first_ms) / 1000 AS seconds,
    size, is_open, first_0
  FROM (SELECT *, arrayPushFront(arrayPopBack(begins), 0) AS befores FROM stays)
  ARRAY JOIN begins AS first_ms, ends AS last_ms, befores AS before_ms, sizes AS size, opens AS is_open, first_0s AS first_0
  WHERE first_ms >= 172800001 AND first_ms < 2851200001
),
measured AS (
  SELECT person, 0 AS t, sum(seconds) AS value,
    argMin(first_0, began) AS by_0
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

