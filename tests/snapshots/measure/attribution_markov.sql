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
WITH
ordered AS (
        WITH toUInt16(if(event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC'), toUInt16(0), 0) * 2 + (event = {b2:String} AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC'))) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1771689600000), 21) + bitShiftLeft(arrival, 1) + served AS key
        SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS came_in,
          groupArrayIf(toInt64(round(toFloat64(ifNull(JSONExtract(properties, {b4:String}, 'Nullable(Float64)'), 0)) * 1000000)), bitTest(served, 0) AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) AS worths,
          arrayFilter(key -> bitTest(toUInt64(key), 0) AND toInt64(bitShiftRight(key, 21)) < 3283200000, came_in) AS won,
          arraySort(arrayConcat(came_in, arrayMap(key -> bitShiftLeft(toUInt64(toInt64(bitShiftRight(key, 21)) - 604800000), 21), won))) AS keys, arraySort((amount, at) -> at, worths, won) AS amounts
        FROM events
        WHERE event IN {b9:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
    AND JSONExtractString(properties, {b7:String}) = {b8:String}
    AND served > 0
        GROUP BY person
),
freed AS (
  SELECT keys, amounts,
    arrayFilter((key, next) -> bitAnd(key, 1) > 1 AND toInt64(bitShiftRight(key, 21)) >= 604800000 AND NOT (bitTest(bitAnd(next, 1), 0) AND toInt64(bitShiftRight(next, 21)) - toInt64(bitShiftRight(key, 21)) <= 604800000), keys,
      arrayPushBack(arrayPopFront(arrayReverseFill(key -> bitTest(bitAnd(key, 1), 0), keys)), toUInt64(0))) AS free
  FROM ordered
),
parted AS (
  SELECT keys, amounts,
    arrayMap((n, pause) -> n = 1 OR pause > 604800000, arrayEnumerate(free), arrayDifference(arrayMap(key -> toInt64(bitShiftRight(key, 21)), free))) AS begins,
    notEmpty(free) AND toInt64(bitShiftRight(free[-1], 21)) + 604800000 >= 4123800000 AS is_open,
    toInt64(if(is_open, arrayLastIndex(is_begin -> is_begin, begins), length(free) + 1)) - 1 AS size,
    arraySlice(arrayMap(key -> toUInt16(bitShiftRight(bitAnd(key, 1), 1)), free), 1, size) AS codes,
    arraySlice(begins, 1, size) AS firsts
  FROM freed
),
lost AS (
  SELECT keys, amounts, arrayConcat(
      arrayMap(code -> toUInt32(toUInt32(5) * 65536 + code), arrayFilter((code, is_first) -> is_first, codes, firsts)),
      arrayFilter(pair -> pair > 0, arrayMap((code, before, is_first) -> if(is_first OR code = before, 0, toUInt32(toUInt32(before) * 65536 + code)), codes, arrayRotateRight(codes, 1), firsts)),
      arrayMap(code -> toUInt32(toUInt32(code) * 65536 + 3), arrayFilter((code, is_last) -> is_last, codes, arrayRotateLeft(firsts, 1))),
      if(is_open, [toUInt32(toUInt32(5) * 65536 + 4)], emptyArrayUInt32())) AS lost
  FROM parted
),
served AS (
  SELECT lost, amounts, if(empty(amounts), emptyArrayUInt16(), arrayMap(key -> toUInt16(bitAnd(key, 1)), keys)) AS serves
  FROM lost
),
swept AS (
  SELECT lost, amounts, serves,
    arrayCumSum(arrayMap(each -> each = 0, serves)) AS opened,
    arrayCumSum(arrayMap(each -> bitTest(each, 0), serves)) AS closed,
    arrayCumSum(arrayMap(each -> each > 1, serves)) AS touched
  FROM served
),
won AS (
  SELECT lost, amounts,
    arrayMap(each -> bitShiftRight(each, 1), arrayFilter((value, each) -> each > 1, serves, serves)) AS codes,
    arrayFilter((value, each) -> each > 1, opened, serves) AS opens,
    arrayFilter((value, each) -> each > 1, closed, serves) AS closes,
    arrayMap((until, since) -> toInt64(until) - since, arraySlice(arrayFilter((value, each) -> bitTest(each, 0), arrayMap((value, each) -> value - (each > 1), touched, serves), serves), 1, length(amounts)), arrayFilter((value, each) -> each = 0, touched, serves)) AS sizes,
    arrayMap(each -> bitShiftRight(each, 1), arrayFilter((value, each) -> each = 0, arrayReverseFill(each -> each > 1, serves), serves)) AS firsts,
    arrayMap(each -> bitShiftRight(each, 1), arraySlice(arrayFilter((value, each) -> bitTest(each, 0), arrayRotateRight(arrayFill(each -> each > 1, serves), 1), serves), 1, length(amounts))) AS lasts
  FROM swept
),
chained AS (
  SELECT
    arrayFilter(each -> each.1 > 0 AND each.2 > 0, arrayMap((source, target, opened, closed) -> (if(source = target, 0, toUInt32(toUInt32(source) * 65536 + target)), toInt64(opened) - closed),
      arrayPopBack(codes), arrayPopFront(codes), arrayPopBack(opens), arrayPopFront(closes))) AS moves,
    arrayConcat(lost,
      arrayMap(code -> toUInt32(toUInt32(5) * 65536 + code), arrayFilter((code, size) -> size > 0, firsts, sizes)),
      arrayMap(code -> toUInt32(toUInt32(code) * 65536 + 2), arrayFilter((code, size) -> size > 0, lasts, sizes)),
      arrayMap(code -> toUInt32(code), arrayDistinct(arrayFilter((code, opened, closed) -> opened > closed, codes, opens, closes)))) AS once,
    arraySum(arrayMap((size, amount) -> if(size > 0, amount, toInt64(0)), sizes, amounts)) AS touched_worth,
    countEqual(sizes, 0) AS untouched,
    if(empty(amounts), emptyArrayUInt32(), [toUInt32(toUInt32(0) * 65536 + 2), toUInt32(toUInt32(0) * 65536 + 5), toUInt32(toUInt32(0) * 65536 + 3), toUInt32(toUInt32(0) * 65536 + 4), toUInt32(toUInt32(5) * 65536 + 2)]) AS whole,
    arrayConcat(once, moves.1, whole) AS pairs,
    arrayConcat(arrayWithConstant(length(once), toInt64(1)), moves.2, if(empty(amounts), emptyArrayInt64(), [toInt64(1), toInt64(untouched > 0), touched_worth,
      arraySum(amounts) - touched_worth, toInt64(untouched)])) AS weights
  FROM won
)
SELECT intDiv(pair, 65536), pair % 65536, sum(weight)
FROM chained
ARRAY JOIN pairs AS pair, weights AS weight
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
WITH
ordered AS (
        WITH toUInt16(if(event = {b1:String} AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC'), toUInt16(0), 0) * 2 + (event = {b3:String} AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC'))) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1771689600000), 21) + bitShiftLeft(arrival, 1) + served AS key
        SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS came_in,
          groupArrayIf(toInt64(round(toFloat64(ifNull(JSONExtract(properties, {b5:String}, 'Nullable(Float64)'), 0)) * 1000000)), bitTest(served, 0) AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')) AS worths,
          arrayFilter(key -> bitTest(toUInt64(key), 0) AND toInt64(bitShiftRight(key, 21)) < 3283200000, came_in) AS won,
          arraySort(arrayConcat(came_in, arrayMap(key -> bitShiftLeft(toUInt64(toInt64(bitShiftRight(key, 21)) - 604800000), 21), won))) AS keys, arraySort((amount, at) -> at, worths, won) AS amounts
        FROM events
        WHERE event IN {b9:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND JSONExtractString(properties, {b7:String}) = {b8:String}
    AND served > 0
        GROUP BY person
        HAVING notEmpty(amounts)
),
served AS (
  SELECT person, amounts, arrayEnumerate(keys) AS places,
    arrayMap(key -> toUInt16(bitAnd(key, 1)), keys) AS serves,
    arrayMap(key -> toInt64(bitShiftRight(key, 21)), keys) AS times,
    arrayCumSum(arrayMap(each -> each = 0, serves)) AS opened,
    arrayCumSum(arrayMap(each -> bitTest(each, 0), serves)) AS closed,
    arrayCumSum(arrayMap(each -> each > 1, serves)) AS touched,
    arrayFill(each -> each > 0, arrayMap((each, n) -> if(each > 1 AND NOT has({b0:Array(UInt16)}, bitShiftRight(each, 1)), n * 65536 + each, 0), serves, touched)) AS sources
  FROM ordered
),
swept AS (
  SELECT person, amounts, serves, times,
    arrayFilter((value, each) -> each > 1, arrayMap(each -> bitShiftRight(each, 1), serves), serves) AS codes,
    arrayFilter((value, each) -> each > 1, times, serves) AS moments,
    arrayFilter((value, each) -> each > 1, opened, serves) AS opens,
    arrayFilter((value, each) -> each > 1, closed, serves) AS closes,
    arrayFilter((place, each) -> each > 1 AND NOT bitTest(each, 0), places, serves) AS touch_places,
    arrayFilter((value, each) -> each = 0, places, serves) AS mark_places,
    arrayFilter((value, each) -> bitTest(each, 0), places, serves) AS won_places,
    arrayFilter((value, each) -> each = 0, touched, serves) AS sinces,
    arrayMap((n, each, since) -> n - (each > 1) - since, arrayFilter((value, each) -> bitTest(each, 0), touched, serves), arrayFilter((value, each) -> bitTest(each, 0), serves, serves), sinces) AS sizes,
    arrayFilter((value, each) -> each = 0, arrayMap(each -> bitShiftRight(each, 1), arrayReverseFill(each -> each > 1, serves)), serves) AS firsts,
    arrayFilter((value, each) -> bitTest(each, 0), arrayMap(each -> bitShiftRight(each, 1), arrayRotateRight(arrayFill(each -> each > 1, serves), 1)), serves) AS lasts,
    arrayMap((known, since, last) -> toUInt16(if(intDiv(known, 65536) > since, bitShiftRight(known % 65536, 1), last)), arrayFilter((value, each) -> bitTest(each, 0), arrayRotateRight(sources, 1), serves), sinces, lasts) AS origins,
    arrayFilter(each -> each.2 > 0, [(toUInt16(2), toFloat64(countEqual(sizes, 0)),
      toFloat64(arraySum(arrayMap((size, amount) -> if(size = 0, amount, 0), sizes, amounts))))]) AS without
  FROM served
),
shared AS (
  SELECT person, arrayConcat(
      [(toUInt16(0), toUInt8(0), toFloat64(length(amounts)), toFloat64(arraySum(amounts)))],
      arrayMap(each -> (each.1, toUInt8(1), each.2, each.3),
        arrayConcat(arrayMap(each -> (each.1, each.2, each.3), arrayFilter(each -> each.4,
        arrayMap((code, moment, opened, closed, share, worth) -> (code, share, worth, opened > closed),
        codes, moments, opens, closes,
        arrayFilter((value, each) -> each > 1, arrayPushBack(arrayPopFront(arrayReverse(arrayCumSum(arrayReverse(arraySort((value, place) -> place,
          arrayConcat(arrayMap(place -> 0., touch_places), arrayMap(each -> -each, arrayMap((whole, size) -> if(size > 0, 1 / whole, 0.), sizes, sizes)), arrayMap((whole, size) -> if(size > 0, 1 / whole, 0.), sizes, sizes)),
          arrayConcat(touch_places, mark_places, won_places)))))), 0.), serves),
        arrayFilter((value, each) -> each > 1, arrayPushBack(arrayPopFront(arrayReverse(arrayCumSum(arrayReverse(arraySort((value, place) -> place,
          arrayConcat(arrayMap(place -> 0., touch_places), arrayMap(each -> -each, arrayMap((share, amount) -> share * amount, arrayMap((whole, size) -> if(size > 0, 1 / whole, 0.), sizes, sizes), amounts)), arrayMap((share, amount) -> share * amount, arrayMap((whole, size) -> if(size > 0, 1 / whole, 0.), sizes, sizes), amounts)),
          arrayConcat(touch_places, mark_places, won_places)))))), 0.), serves)))), without))) AS shares
  FROM swept
)
SELECT person AS person_id
FROM shared
WHERE arrayExists(code -> code IN {b0:Array(UInt16)}, shares.1);

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
HAVING maxIf(bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) >= maxIf(bitShiftLeft(toInt128(toUnixTimestamp64Milli(time)), 64) + toInt128(arrival), event = {b2:String}) AND countIf(event = {b0:String} AND time < fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) > 0;

