-- answer
SELECT arrayStringConcat([toString(JSONExtractString(properties, {b3:String})), toString(JSONExtractString(properties, {b5:String}))], {b6:String}) AS value
FROM events
WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND JSONExtractString(properties, {b3:String}) = {b4:String}
GROUP BY value
ORDER BY count() DESC, value
LIMIT 200;

-- answer
SELECT intDiv(pair, 65536), pair % 65536, count(), sum(touched), sum(untouched)
FROM (
  SELECT arrayConcat(
      arrayFlatten(arrayMap(path -> arrayMap((source, target) -> toUInt32(source) * 65536 + target, arrayPopBack(path), arrayPopFront(path)), arrayConcat(won, lost))),
      arrayMap(code -> toUInt32(code), arrayDistinct(arrayFilter(code -> code <= 1, arrayFlatten(won)))),
      if(empty(won), emptyArrayUInt32(), [toUInt32(2)]),
      if(arrayExists(path -> length(path) = 2, won), [toUInt32(5)], emptyArrayUInt32())) AS pairs,
    arraySum(arrayMap((path, amount) -> if(length(path) > 2, amount, 0), won, worth)) AS touched,
    arraySum(worth) - touched AS untouched
  FROM (
    SELECT arrayMap(path -> arrayConcat([toUInt16(5)], arrayCompact(arrayMap(key -> toUInt16(bitShiftRight(bitAnd(key, 1), 1)), path)), [toUInt16(2)]), paths) AS won,
      arrayMap(run -> if(toInt64(bitShiftRight(run[-1], 21)) + 604800000 >= 4123800000, [toUInt16(5), toUInt16(4)], arrayConcat([toUInt16(5)], arrayCompact(arrayMap(key -> toUInt16(bitShiftRight(bitAnd(key, 1), 1)), run)), [toUInt16(3)])), runs) AS lost, worth
    FROM (
      SELECT arrayMap(place -> arrayFilter(key -> bitAnd(key, 1) > 1 AND toInt64(bitShiftRight(key, 21)) >= toInt64(bitShiftRight(keys[place], 21)) - 604800000, arraySlice(keys, 1, place - 1)), places) AS paths,
        arrayFilter((amount, is_inside) -> is_inside, amounts, insides) AS worth,
        arrayFilter(run -> notEmpty(run), arraySplit((key, gap) -> gap > 604800000, free, arrayDifference(arrayMap(key -> toInt64(bitShiftRight(key, 21)), free)))) AS runs
      FROM (
        SELECT keys, amounts,
          arrayFilter((nth, key) -> bitTest(bitAnd(key, 1), 0) AND toInt64(bitShiftRight(key, 21)) >= 604800000 AND toInt64(bitShiftRight(key, 21)) < 3283200000, arrayEnumerate(keys), keys) AS places,
          arrayMap(key -> toInt64(bitShiftRight(key, 21)) >= 604800000 AND toInt64(bitShiftRight(key, 21)) < 3283200000, arrayFilter(key -> bitTest(bitAnd(key, 1), 0), keys)) AS insides,
          arrayFilter((key, next) -> bitAnd(key, 1) > 1 AND toInt64(bitShiftRight(key, 21)) >= 604800000 AND NOT (bitTest(bitAnd(next, 1), 0) AND toInt64(bitShiftRight(next, 21)) - toInt64(bitShiftRight(key, 21)) <= 604800000), keys, arrayPushBack(arrayPopFront(arrayReverseFill(key -> bitTest(bitAnd(key, 1), 0), keys)), toUInt64(0))) AS free
        FROM (
        WITH toUInt16(if(event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC'), toUInt16(0), 0) * 2 + (event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC'))) AS served
        SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1771689600000), 21) + bitShiftLeft(arrival, 1) + served)) AS keys,
          arrayMap(each -> each.3, arraySort(groupArrayIf((time, arrival, toInt64(round(toFloat64(ifNull(JSONExtract(properties, {b4:String}, 'Nullable(Float64)'), 0)) * 1000000))), bitTest(served, 0)))) AS amounts
        FROM events
        WHERE event IN {b9:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
    AND JSONExtractString(properties, {b7:String}) = {b8:String}
    AND served > 0
        GROUP BY person
        )
      )
    )
  )
)
ARRAY JOIN pairs AS pair
GROUP BY pair;

-- people
SELECT arrayStringConcat([toString(JSONExtractString(properties, {b3:String})), toString(JSONExtractString(properties, {b5:String}))], {b6:String}) AS value
FROM events
WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND JSONExtractString(properties, {b3:String}) = {b4:String}
GROUP BY value
ORDER BY count() DESC, value
LIMIT 200;

-- people
SELECT DISTINCT person AS person_id
FROM (
  SELECT person, amount, code, nth, weight_0
  FROM (
    SELECT person, amount, path,
    if(empty(path), [toUInt16(2)], arrayMap(key -> toUInt16(bitShiftRight(bitAnd(key, 1), 1)), path)) AS codes,
    if(empty(path), [1.0], arrayMap(code -> 1 / length(codes), codes)) AS weights_0
    FROM (
      SELECT person, amount, arrayFilter(key -> bitAnd(key, 1) > 1 AND toInt64(bitShiftRight(key, 21)) >= toInt64(bitShiftRight(keys[place], 21)) - 604800000, arraySlice(keys, 1, place - 1)) AS path
      FROM (
        WITH toUInt16(if(event = {b1:String} AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC'), toUInt16(0), 0) * 2 + (event = {b3:String} AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC'))) AS served
        SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1771689600000), 21) + bitShiftLeft(arrival, 1) + served)) AS keys,
          arrayMap(each -> each.3, arraySort(groupArrayIf((time, arrival, toInt64(round(toFloat64(ifNull(JSONExtract(properties, {b5:String}, 'Nullable(Float64)'), 0)) * 1000000))), bitTest(served, 0)))) AS amounts
        FROM events
        WHERE event IN {b9:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND JSONExtractString(properties, {b7:String}) = {b8:String}
    AND served > 0
        GROUP BY person
      HAVING notEmpty(amounts)
      )
      ARRAY JOIN arrayFilter((nth, key) -> bitTest(bitAnd(key, 1), 0), arrayEnumerate(keys), keys) AS place, amounts AS amount
    )
  )
  ARRAY JOIN codes AS code, arrayEnumerate(codes) AS nth, weights_0 AS weight_0
)
WHERE weight_0 > 0
    AND code IN {b0:Array(UInt16)};

-- people
SELECT arrayStringConcat([toString(JSONExtractString(properties, {b3:String})), toString(JSONExtractString(properties, {b5:String}))], {b6:String}) AS value
FROM events
WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND JSONExtractString(properties, {b3:String}) = {b4:String}
GROUP BY value
ORDER BY count() DESC, value
LIMIT 200;

-- people
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person_id
FROM events
WHERE time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
    AND ((event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) OR (event = {b2:String}))
    AND JSONExtractString(properties, {b5:String}) = {b6:String}
GROUP BY person_id
HAVING maxIf((time, arrival), event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) >= maxIf((time, arrival), event = {b2:String}) AND countIf(event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) > 0;

