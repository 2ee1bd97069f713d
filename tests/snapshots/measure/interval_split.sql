-- answer
WITH
touches AS (
  WITH toUInt8(if(event = {b1:String}, 1, 0) + if(event = {b1:String}, 2, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served)) AS keys, groupArray(key) AS came_in,
    groupArray(JSONExtractString(properties, {b0:String})) AS value_0
  FROM events
  WHERE (event = {b1:String} OR event = {b1:String})
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
),
paired AS (
  SELECT person, arrayPopBack(keys) AS starting, arrayPopFront(keys) AS ending,
    arrayFilter((start, end) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 10871635968000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, starting, ending) AS starts,
    arrayFilter((end, start) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 10871635968000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, ending, starting) AS ends,
    arrayFilter((value, start, end) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 10871635968000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, arrayPopBack(arraySort((value, key) -> key, value_0, came_in)), starting, ending) AS values_0
  FROM touches
),
pairs AS (
  SELECT person, of_starts, of_ends, of_values_0
  FROM paired ARRAY JOIN starts AS of_starts, ends AS of_ends, values_0 AS of_values_0
),
split AS (
  SELECT person, (toInt64(bitShiftRight(of_ends, 22)) - toInt64(bitShiftRight(of_starts, 22))) / 1000 AS seconds, of_values_0 AS by_0
  FROM pairs
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0) AS group_size
  FROM split
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0) AS place
  FROM sized
)
SELECT least(place, 3) AS shown_place, if(place > 2, '', by_0) AS shown_by_0, toNullable(arrayCount(edge -> seconds >= edge, {b4:Array(Float64)})) AS bin, count(), uniqExact(person), min(seconds),
  quantilesExactInclusive(0.1, 0.25, 0.5, 0.75, 0.9)(seconds), max(seconds), avg(seconds)
FROM placed
GROUP BY GROUPING SETS ((), (bin), (shown_place, shown_by_0));

-- answer
WITH
touches AS (
  WITH toUInt8(if(event = {b0:String}, 1, 0) + if(event = {b0:String}, 2, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, [max(key)][1] AS last
  FROM events
  WHERE (event = {b0:String} OR event = {b0:String})
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY person
)
SELECT uniqExactIf(person, bitTest(last, 0) AND toInt64(bitShiftRight(last, 22)) < 2678400000 AND toInt64(bitShiftRight(last, 22)) + 2592000000 >= 3519000000)
FROM touches;

-- answer
WITH
touches AS (
  WITH toUInt8(if(event = {b1:String}, 1, 0) + if(event = {b1:String}, 2, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1769616000000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1769616000000), 22) + bitShiftLeft(arrival, 2) + served)) AS keys, groupArray(key) AS came_in,
    groupArray(JSONExtractString(properties, {b0:String})) AS value_0
  FROM events
  WHERE (event = {b1:String} OR event = {b1:String})
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
),
paired AS (
  SELECT person, arrayPopBack(keys) AS starting, arrayPopFront(keys) AS ending,
    arrayFilter((start, end) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 10871635968000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, starting, ending) AS starts,
    arrayFilter((end, start) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 10871635968000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, ending, starting) AS ends,
    arrayFilter((value, start, end) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 10871635968000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, arrayPopBack(arraySort((value, key) -> key, value_0, came_in)), starting, ending) AS values_0
  FROM touches
),
pairs AS (
  SELECT person, of_starts, of_ends, of_values_0
  FROM paired ARRAY JOIN starts AS of_starts, ends AS of_ends, values_0 AS of_values_0
),
split AS (
  SELECT person, (toInt64(bitShiftRight(of_ends, 22)) - toInt64(bitShiftRight(of_starts, 22))) / 1000 AS seconds, of_values_0 AS by_0
  FROM pairs
),
found AS (
  SELECT *, indexOf({b5:Array(String)}, arrayStringConcat([toString(by_0)], {b4:String})) AS found_place FROM split
),
placed AS (
  SELECT *, if(found_place > 0, found_place, 3) AS place
  FROM found
)
SELECT least(place, 3) AS shown_place, if(place > 2, '', by_0) AS shown_by_0, toNullable(arrayCount(edge -> seconds >= edge, {b6:Array(Float64)})) AS bin, count(), uniqExact(person), min(seconds),
  quantilesExactInclusive(0.1, 0.25, 0.5, 0.75, 0.9)(seconds), max(seconds), avg(seconds)
FROM placed
GROUP BY GROUPING SETS ((), (bin), (shown_place, shown_by_0));

-- people
WITH
touches AS (
  WITH toUInt8(if(event = {b3:String}, 1, 0) + if(event = {b3:String}, 2, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served)) AS keys, groupArray(key) AS came_in,
    groupArray(JSONExtractString(properties, {b2:String})) AS value_0
  FROM events
  WHERE (event = {b3:String} OR event = {b3:String})
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
  GROUP BY person
),
paired AS (
  SELECT person, arrayPopBack(keys) AS starting, arrayPopFront(keys) AS ending,
    arrayFilter((start, end) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 10871635968000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, starting, ending) AS starts,
    arrayFilter((end, start) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 10871635968000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, ending, starting) AS ends,
    arrayFilter((value, start, end) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 10871635968000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, arrayPopBack(arraySort((value, key) -> key, value_0, came_in)), starting, ending) AS values_0
  FROM touches
),
pairs AS (
  SELECT person, of_starts, of_ends, of_values_0
  FROM paired ARRAY JOIN starts AS of_starts, ends AS of_ends, values_0 AS of_values_0
),
split AS (
  SELECT person, (toInt64(bitShiftRight(of_ends, 22)) - toInt64(bitShiftRight(of_starts, 22))) / 1000 AS seconds, of_values_0 AS by_0
  FROM pairs
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0) AS group_size
  FROM split
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0) AS place
  FROM sized
)
SELECT DISTINCT person AS person_id
FROM placed
WHERE seconds >= {b0:Float64}
    AND by_0 = {b1:String};

-- people
WITH
touches AS (
  WITH toUInt8(if(event = {b1:String}, 1, 0) + if(event = {b1:String}, 2, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served)) AS keys, groupArray(key) AS came_in,
    groupArray(JSONExtractString(properties, {b0:String})) AS value_0
  FROM events
  WHERE (event = {b1:String} OR event = {b1:String})
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
),
paired AS (
  SELECT person, arrayPopBack(keys) AS starting, arrayPopFront(keys) AS ending,
    arrayFilter((start, end) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 10871635968000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, starting, ending) AS starts,
    arrayFilter((end, start) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 10871635968000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, ending, starting) AS ends,
    arrayFilter((value, start, end) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 10871635968000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, arrayPopBack(arraySort((value, key) -> key, value_0, came_in)), starting, ending) AS values_0
  FROM touches
),
pairs AS (
  SELECT person, of_starts, of_ends, of_values_0
  FROM paired ARRAY JOIN starts AS of_starts, ends AS of_ends, values_0 AS of_values_0
),
split AS (
  SELECT person, (toInt64(bitShiftRight(of_ends, 22)) - toInt64(bitShiftRight(of_starts, 22))) / 1000 AS seconds, of_values_0 AS by_0
  FROM pairs
),
sized AS (
  SELECT *, count() OVER (PARTITION BY by_0) AS group_size
  FROM split
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY group_size DESC, by_0) AS place
  FROM sized
)
SELECT DISTINCT person AS person_id
FROM placed
WHERE 1
    AND place > 2;

-- people
WITH
touches AS (
  WITH toUInt8(if(event = {b1:String}, 1, 0) + if(event = {b1:String}, 2, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1769616000000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1769616000000), 22) + bitShiftLeft(arrival, 2) + served)) AS keys
  FROM events
  WHERE (event = {b1:String} OR event = {b1:String})
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
),
paired AS (
  SELECT person, arrayPopBack(keys) AS starting, arrayPopFront(keys) AS ending,
    arrayFilter((start, end) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 10871635968000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, starting, ending) AS starts,
    arrayFilter((end, start) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 10871635968000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, ending, starting) AS ends
  FROM touches
),
pairs AS (
  SELECT person, of_starts, of_ends
  FROM paired ARRAY JOIN starts AS of_starts, ends AS of_ends
),
split AS (
  SELECT person, (toInt64(bitShiftRight(of_ends, 22)) - toInt64(bitShiftRight(of_starts, 22))) / 1000 AS seconds
  FROM pairs
)
SELECT DISTINCT person AS person_id
FROM split
WHERE seconds >= {b0:Float64};

