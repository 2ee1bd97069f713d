-- answer
WITH
touches AS (
  WITH toUInt8(if(event = {b0:String}, 1, 0) + if(event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}, 2, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, JSONExtractString(properties, {b2:String}) AS held, arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served)) AS keys
  FROM events
  WHERE (event = {b0:String} OR event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String})
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
    AND held != ''
  GROUP BY person, held
),
paired AS (
  SELECT person, arrayPopBack(keys) AS starting, arrayPopFront(keys) AS ending,
    arrayFilter((start, end) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 32614907904000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, starting, ending) AS starts,
    arrayFilter((end, start) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 32614907904000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, ending, starting) AS ends
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
SELECT 0 AS shown_place, toNullable(arrayCount(edge -> seconds >= edge, {b6:Array(Float64)})) AS bin, count(), uniqExact(person), min(seconds),
  quantilesExactInclusive(0.1, 0.25, 0.5, 0.75, 0.9)(seconds), max(seconds), avg(seconds)
FROM split
GROUP BY GROUPING SETS ((), (bin));

-- answer
WITH
touches AS (
  WITH toUInt8(if(event = {b0:String}, 1, 0) + if(event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}, 2, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, JSONExtractString(properties, {b2:String}) AS held, [max(key)][1] AS last
  FROM events
  WHERE (event = {b0:String} OR event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String})
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
    AND held != ''
  GROUP BY person, held
)
SELECT uniqExactIf(person, bitTest(last, 0) AND toInt64(bitShiftRight(last, 22)) < 2678400000 AND toInt64(bitShiftRight(last, 22)) + 7776000000 >= 3519000000)
FROM touches;

-- people
WITH
touches AS (
  WITH toUInt8(if(event = {b0:String}, 1, 0) + if(event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}, 2, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, JSONExtractString(properties, {b2:String}) AS held, arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served)) AS keys
  FROM events
  WHERE (event = {b0:String} OR event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String})
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
    AND held != ''
  GROUP BY person, held
),
paired AS (
  SELECT person, arrayPopBack(keys) AS starting, arrayPopFront(keys) AS ending,
    arrayFilter((start, end) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 32614907904000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, starting, ending) AS starts,
    arrayFilter((end, start) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 32614907904000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, ending, starting) AS ends
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
WHERE 1;

-- people
WITH
touches AS (
  WITH toUInt8(if(event = {b0:String}, 1, 0) + if(event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String}, 2, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, JSONExtractString(properties, {b2:String}) AS held, [max(key)][1] AS last
  FROM events
  WHERE (event = {b0:String} OR event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String})
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
    AND held != ''
  GROUP BY person, held
)
SELECT DISTINCT person AS person_id
FROM touches
WHERE bitTest(last, 0) AND toInt64(bitShiftRight(last, 22)) < 2678400000 AND toInt64(bitShiftRight(last, 22)) + 7776000000 >= 3519000000;

-- people
WITH
touches AS (
  WITH toUInt8(if(event = {b2:String}, 1, 0) + if(event = {b3:String} AND JSONExtractString(properties, {b4:String}) = {b5:String}, 2, 0)) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served AS key
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, JSONExtractString(properties, {b4:String}) AS held, arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1772294400000), 22) + bitShiftLeft(arrival, 2) + served)) AS keys
  FROM events
  WHERE (event = {b2:String} OR event = {b3:String} AND JSONExtractString(properties, {b4:String}) = {b5:String})
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
    AND held != ''
  GROUP BY person, held
),
paired AS (
  SELECT person, arrayPopBack(keys) AS starting, arrayPopFront(keys) AS ending,
    arrayFilter((start, end) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 32614907904000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, starting, ending) AS starts,
    arrayFilter((end, start) -> bitTest(start, 0) AND bitTest(end, 1) AND end <= bitOr(start, 4194303) + 32614907904000000 AND toInt64(bitShiftRight(start, 22)) < 2678400000, ending, starting) AS ends
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
WHERE seconds >= {b0:Float64} AND seconds < {b1:Float64};

