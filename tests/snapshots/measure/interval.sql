-- answer
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, JSONExtractString(properties, {b2:String}) AS held,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, (event = {b0:String}), (event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String})))) AS done
  FROM events
  WHERE (event = {b0:String} OR event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String})
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
    AND held != ''
  GROUP BY person, held
),
ordered AS (
  SELECT person, done, arrayPushFront(arrayPopBack(arrayFill(n -> n > 0, arrayMap((each, n) -> if(each.3, n, 0), done, arrayEnumerate(done)))), 0) AS started,
    arrayPushFront(arrayPopBack(arrayFill(n -> n > 0, arrayMap((each, n) -> if(each.4, n, 0), done, arrayEnumerate(done)))), 0) AS ended,
    arrayPushFront(arrayPopBack(arrayFill(each -> each.3, done)), done[1]) AS starts
  FROM touches
),
paired AS (
  SELECT person, arrayJoin(arrayFilter(each -> each.2.4 AND each.3 > 0 AND each.4 <= each.3,
    arrayZip(starts, done, started, ended))) AS pair
  FROM ordered
),
split AS (
  SELECT person, (pair.2.1 - pair.1.1) / 1000 AS seconds
  FROM paired
  WHERE pair.1.1 >= 1772294400000 AND pair.1.1 < 1774972800000 AND pair.2.1 - pair.1.1 <= 7776000000
)
SELECT 0 AS shown_place, toNullable(arrayCount(edge -> seconds >= edge, {b6:Array(Float64)})) AS bin, count(), uniqExact(person), min(seconds),
  quantilesExactInclusive(0.1, 0.25, 0.5, 0.75, 0.9)(seconds), max(seconds), avg(seconds)
FROM split
GROUP BY GROUPING SETS ((), (bin));

-- answer
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, JSONExtractString(properties, {b2:String}) AS held,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, (event = {b0:String}), (event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String})))) AS done
  FROM events
  WHERE (event = {b0:String} OR event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String})
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
    AND held != ''
  GROUP BY person, held
)
SELECT uniqExactIf(person, arrayLastIndex(each -> each.3, done) > 0 AND NOT arrayExists(each -> each.4, arraySlice(done, arrayLastIndex(each -> each.3, done) + 1)) AND done[arrayLastIndex(each -> each.3, done)].1 >= 1772294400000 AND done[arrayLastIndex(each -> each.3, done)].1 < 1774972800000 AND done[arrayLastIndex(each -> each.3, done)].1 + 7776000000 >= 1775813400000)
FROM touches;

-- people
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, JSONExtractString(properties, {b2:String}) AS held,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, (event = {b0:String}), (event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String})))) AS done
  FROM events
  WHERE (event = {b0:String} OR event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String})
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
    AND held != ''
  GROUP BY person, held
),
ordered AS (
  SELECT person, done, arrayPushFront(arrayPopBack(arrayFill(n -> n > 0, arrayMap((each, n) -> if(each.3, n, 0), done, arrayEnumerate(done)))), 0) AS started,
    arrayPushFront(arrayPopBack(arrayFill(n -> n > 0, arrayMap((each, n) -> if(each.4, n, 0), done, arrayEnumerate(done)))), 0) AS ended,
    arrayPushFront(arrayPopBack(arrayFill(each -> each.3, done)), done[1]) AS starts
  FROM touches
),
paired AS (
  SELECT person, arrayJoin(arrayFilter(each -> each.2.4 AND each.3 > 0 AND each.4 <= each.3,
    arrayZip(starts, done, started, ended))) AS pair
  FROM ordered
),
split AS (
  SELECT person, (pair.2.1 - pair.1.1) / 1000 AS seconds
  FROM paired
  WHERE pair.1.1 >= 1772294400000 AND pair.1.1 < 1774972800000 AND pair.2.1 - pair.1.1 <= 7776000000
)
SELECT DISTINCT person AS person_id
FROM split
WHERE 1;

-- people
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, JSONExtractString(properties, {b2:String}) AS held,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, (event = {b0:String}), (event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String})))) AS done
  FROM events
  WHERE (event = {b0:String} OR event = {b1:String} AND JSONExtractString(properties, {b2:String}) = {b3:String})
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
    AND held != ''
  GROUP BY person, held
)
SELECT DISTINCT person AS person_id
FROM touches
WHERE arrayLastIndex(each -> each.3, done) > 0 AND NOT arrayExists(each -> each.4, arraySlice(done, arrayLastIndex(each -> each.3, done) + 1)) AND done[arrayLastIndex(each -> each.3, done)].1 >= 1772294400000 AND done[arrayLastIndex(each -> each.3, done)].1 < 1774972800000 AND done[arrayLastIndex(each -> each.3, done)].1 + 7776000000 >= 1775813400000;

-- people
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, JSONExtractString(properties, {b4:String}) AS held,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, (event = {b2:String}), (event = {b3:String} AND JSONExtractString(properties, {b4:String}) = {b5:String})))) AS done
  FROM events
  WHERE (event = {b2:String} OR event = {b3:String} AND JSONExtractString(properties, {b4:String}) = {b5:String})
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b7:Int64}, 'UTC')
    AND held != ''
  GROUP BY person, held
),
ordered AS (
  SELECT person, done, arrayPushFront(arrayPopBack(arrayFill(n -> n > 0, arrayMap((each, n) -> if(each.3, n, 0), done, arrayEnumerate(done)))), 0) AS started,
    arrayPushFront(arrayPopBack(arrayFill(n -> n > 0, arrayMap((each, n) -> if(each.4, n, 0), done, arrayEnumerate(done)))), 0) AS ended,
    arrayPushFront(arrayPopBack(arrayFill(each -> each.3, done)), done[1]) AS starts
  FROM touches
),
paired AS (
  SELECT person, arrayJoin(arrayFilter(each -> each.2.4 AND each.3 > 0 AND each.4 <= each.3,
    arrayZip(starts, done, started, ended))) AS pair
  FROM ordered
),
split AS (
  SELECT person, (pair.2.1 - pair.1.1) / 1000 AS seconds
  FROM paired
  WHERE pair.1.1 >= 1772294400000 AND pair.1.1 < 1774972800000 AND pair.2.1 - pair.1.1 <= 7776000000
)
SELECT DISTINCT person AS person_id
FROM split
WHERE seconds >= {b0:Float64} AND seconds < {b1:Float64};

