-- answer
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, (event = {b1:String}), (event = {b1:String}), JSONExtractString(properties, {b0:String})))) AS done
  FROM events
  WHERE (event = {b1:String} OR event = {b1:String})
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
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
  SELECT person, (pair.2.1 - pair.1.1) / 1000 AS seconds, pair.1.5 AS by_0
  FROM paired
  WHERE pair.1.1 >= 1772294400000 AND pair.1.1 < 1774972800000 AND pair.2.1 - pair.1.1 <= 2592000000
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
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, (event = {b0:String}), (event = {b0:String})))) AS done
  FROM events
  WHERE (event = {b0:String} OR event = {b0:String})
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY person
)
SELECT uniqExactIf(person, arrayLastIndex(each -> each.3, done) > 0 AND NOT arrayExists(each -> each.4, arraySlice(done, arrayLastIndex(each -> each.3, done) + 1)) AND done[arrayLastIndex(each -> each.3, done)].1 >= 1772294400000 AND done[arrayLastIndex(each -> each.3, done)].1 < 1774972800000 AND done[arrayLastIndex(each -> each.3, done)].1 + 2592000000 >= 1775813400000)
FROM touches;

-- answer
WITH
touches AS (
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, (event = {b1:String}), (event = {b1:String}), JSONExtractString(properties, {b0:String})))) AS done
  FROM events
  WHERE (event = {b1:String} OR event = {b1:String})
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
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
  SELECT person, (pair.2.1 - pair.1.1) / 1000 AS seconds, pair.1.5 AS by_0
  FROM paired
  WHERE pair.1.1 >= 1769616000000 AND pair.1.1 < 1772294400000 AND pair.2.1 - pair.1.1 <= 2592000000
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
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, (event = {b3:String}), (event = {b3:String}), JSONExtractString(properties, {b2:String})))) AS done
  FROM events
  WHERE (event = {b3:String} OR event = {b3:String})
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
  GROUP BY person
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
  SELECT person, (pair.2.1 - pair.1.1) / 1000 AS seconds, pair.1.5 AS by_0
  FROM paired
  WHERE pair.1.1 >= 1772294400000 AND pair.1.1 < 1774972800000 AND pair.2.1 - pair.1.1 <= 2592000000
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
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, (event = {b1:String}), (event = {b1:String}), JSONExtractString(properties, {b0:String})))) AS done
  FROM events
  WHERE (event = {b1:String} OR event = {b1:String})
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
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
  SELECT person, (pair.2.1 - pair.1.1) / 1000 AS seconds, pair.1.5 AS by_0
  FROM paired
  WHERE pair.1.1 >= 1772294400000 AND pair.1.1 < 1774972800000 AND pair.2.1 - pair.1.1 <= 2592000000
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
  SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
    arraySort(groupArray(tuple(toUnixTimestamp64Milli(time), arrival, (event = {b1:String}), (event = {b1:String})))) AS done
  FROM events
  WHERE (event = {b1:String} OR event = {b1:String})
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY person
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
  WHERE pair.1.1 >= 1769616000000 AND pair.1.1 < 1772294400000 AND pair.2.1 - pair.1.1 <= 2592000000
)
SELECT DISTINCT person AS person_id
FROM split
WHERE seconds >= {b0:Float64};

