-- answer
SELECT toString(JSONExtractString(properties, {b1:String})) AS value
FROM events
WHERE event IN {b0:Array(String)} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
GROUP BY value
ORDER BY count() DESC, value
LIMIT 200;

-- answer
SELECT code, countIf(nth = 1), sumIf(amount, nth = 1), uniqExact(person),
  sum(weight_0), sum(weight_0 * amount), uniqExactIf(person, weight_0 > 0),
  sum(weight_1), sum(weight_1 * amount), uniqExactIf(person, weight_1 > 0),
  sum(weight_2), sum(weight_2 * amount), uniqExactIf(person, weight_2 > 0),
  sum(weight_3), sum(weight_3 * amount), uniqExactIf(person, weight_3 > 0),
  sum(weight_4), sum(weight_4 * amount), uniqExactIf(person, weight_4 > 0),
  sum(weight_5), sum(weight_5 * amount), uniqExactIf(person, weight_5 > 0)
FROM (
  SELECT person, amount, code, nth, weight_0, weight_1, weight_2, weight_3, weight_4, weight_5
  FROM (
    SELECT person, amount, path,
    if(empty(path), [toUInt16(2)], arrayMap(key -> toUInt16(bitShiftRight(bitAnd(key, 1), 1)), path)) AS codes,
    if(empty(path), [1.0], arrayMap(code -> 1 / length(codes), codes)) AS weights_0,
    if(empty(path), [1.0], arrayMap(nth -> toFloat64(nth = 1), arrayEnumerate(codes))) AS weights_1,
    if(empty(path), [1.0], arrayMap(nth -> toFloat64(nth = if(arrayLastIndex(code -> NOT has({b0:Array(UInt16)}, code), codes) = 0, length(codes), arrayLastIndex(code -> NOT has({b0:Array(UInt16)}, code), codes))), arrayEnumerate(codes))) AS weights_2,
    if(empty(path), [1.0], arrayMap(nth -> multiIf(length(codes) = 1, 1.0, length(codes) = 2, if(nth = 1, 0.5, 0.5), nth = 1, 0.4, nth = length(codes), 0.4, 0.19999999999999996 / (length(codes) - 2)), arrayEnumerate(codes))) AS weights_3,
    if(empty(path), [1.0], arrayMap(weight -> weight / arraySum(arrayMap(key -> exp2(-(toInt64(bitShiftRight(path[-1], 21)) - toInt64(bitShiftRight(key, 21))) / 604800000), path)), arrayMap(key -> exp2(-(toInt64(bitShiftRight(path[-1], 21)) - toInt64(bitShiftRight(key, 21))) / 604800000), path))) AS weights_4,
    if(empty(path), [1.0], arrayMap(nth -> if(nth = 1, 1 / length(arrayDistinct(codes)), 0.0), arrayEnumerateUniq(codes))) AS weights_5
    FROM (
      SELECT person, amount, arrayFilter(key -> bitAnd(key, 1) > 1 AND toInt64(bitShiftRight(key, 21)) >= toInt64(bitShiftRight(keys[place], 21)) - 2592000000, arraySlice(keys, 1, place - 1)) AS path
      FROM (
        WITH toUInt16(if(event IN {b1:Array(String)} AND JSONExtractString(properties, {b2:String}) = {b3:String} AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC'), toUInt16(0), 0) * 2 + (event = {b5:String} AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC'))) AS served
        SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1769702400000), 21) + bitShiftLeft(arrival, 1) + served)) AS keys,
          arrayMap(each -> each.3, arraySort(groupArrayIf((time, arrival, toInt64(round(toFloat64(ifNull(JSONExtract(properties, {b7:String}, 'Nullable(Float64)'), 0)) * 1000000))), bitTest(served, 0)))) AS amounts
        FROM events
        WHERE event IN {b9:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b8:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
    AND served > 0
        GROUP BY person
      HAVING notEmpty(amounts)
      )
      ARRAY JOIN arrayFilter((nth, key) -> bitTest(bitAnd(key, 1), 0), arrayEnumerate(keys), keys) AS place, amounts AS amount
    )
  )
  ARRAY JOIN codes AS code, arrayEnumerate(codes) AS nth, weights_0 AS weight_0, weights_1 AS weight_1, weights_2 AS weight_2, weights_3 AS weight_3, weights_4 AS weight_4, weights_5 AS weight_5
)
GROUP BY GROUPING SETS ((), (code))
ORDER BY code;

-- people
SELECT toString(JSONExtractString(properties, {b1:String})) AS value
FROM events
WHERE event IN {b0:Array(String)} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
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
      SELECT person, amount, arrayFilter(key -> bitAnd(key, 1) > 1 AND toInt64(bitShiftRight(key, 21)) >= toInt64(bitShiftRight(keys[place], 21)) - 2592000000, arraySlice(keys, 1, place - 1)) AS path
      FROM (
        WITH toUInt16(if(event IN {b1:Array(String)} AND JSONExtractString(properties, {b2:String}) = {b3:String} AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC'), toUInt16(0), 0) * 2 + (event = {b5:String} AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC'))) AS served
        SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1769702400000), 21) + bitShiftLeft(arrival, 1) + served)) AS keys,
          arrayMap(each -> each.3, arraySort(groupArrayIf((time, arrival, toInt64(round(toFloat64(ifNull(JSONExtract(properties, {b7:String}, 'Nullable(Float64)'), 0)) * 1000000))), bitTest(served, 0)))) AS amounts
        FROM events
        WHERE event IN {b9:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b8:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
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
SELECT toString(JSONExtractString(properties, {b1:String})) AS value
FROM events
WHERE event IN {b0:Array(String)} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
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
      SELECT person, amount, arrayFilter(key -> bitAnd(key, 1) > 1 AND toInt64(bitShiftRight(key, 21)) >= toInt64(bitShiftRight(keys[place], 21)) - 2592000000, arraySlice(keys, 1, place - 1)) AS path
      FROM (
        WITH toUInt16(if(event IN {b1:Array(String)} AND JSONExtractString(properties, {b2:String}) = {b3:String} AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC'), toUInt16(0), 0) * 2 + (event = {b5:String} AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC'))) AS served
        SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1769702400000), 21) + bitShiftLeft(arrival, 1) + served)) AS keys,
          arrayMap(each -> each.3, arraySort(groupArrayIf((time, arrival, toInt64(round(toFloat64(ifNull(JSONExtract(properties, {b7:String}, 'Nullable(Float64)'), 0)) * 1000000))), bitTest(served, 0)))) AS amounts
        FROM events
        WHERE event IN {b9:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b8:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
    AND served > 0
        GROUP BY person
      HAVING notEmpty(amounts)
      )
      ARRAY JOIN arrayFilter((nth, key) -> bitTest(bitAnd(key, 1), 0), arrayEnumerate(keys), keys) AS place, amounts AS amount
    )
  )
  ARRAY JOIN codes AS code, arrayEnumerate(codes) AS nth, weights_0 AS weight_0
)
WHERE weight_0 > 0;

-- people
SELECT toString(JSONExtractString(properties, {b1:String})) AS value
FROM events
WHERE event IN {b0:Array(String)} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
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
      SELECT person, amount, arrayFilter(key -> bitAnd(key, 1) > 1 AND toInt64(bitShiftRight(key, 21)) >= toInt64(bitShiftRight(keys[place], 21)) - 2592000000, arraySlice(keys, 1, place - 1)) AS path
      FROM (
        WITH toUInt16(if(event IN {b2:Array(String)} AND JSONExtractString(properties, {b3:String}) = {b4:String} AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC'), toUInt16(0), 0) * 2 + (event = {b6:String} AND time >= fromUnixTimestamp64Milli({b7:Int64}, 'UTC'))) AS served
        SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1769702400000), 21) + bitShiftLeft(arrival, 1) + served)) AS keys,
          arrayMap(each -> each.3, arraySort(groupArrayIf((time, arrival, toInt64(round(toFloat64(ifNull(JSONExtract(properties, {b8:String}, 'Nullable(Float64)'), 0)) * 1000000))), bitTest(served, 0)))) AS amounts
        FROM events
        WHERE event IN {b10:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b9:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
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

