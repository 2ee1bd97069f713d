-- answer
SELECT toString(JSONExtractString(properties, {b1:String})) AS value
FROM events
WHERE event IN {b0:Array(String)} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
GROUP BY value
ORDER BY count() DESC, value
LIMIT 200;

-- answer
WITH
ordered AS (
        WITH toUInt16(if(event IN {b1:Array(String)} AND JSONExtractString(properties, {b2:String}) = {b3:String} AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC'), toUInt16(0), 0) * 2 + (event = {b5:String} AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC'))) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1769702400000), 21) + bitShiftLeft(arrival, 1) + served AS key
        SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS came_in,
          groupArrayIf(toInt64(round(toFloat64(ifNull(JSONExtract(properties, {b7:String}, 'Nullable(Float64)'), 0)) * 1000000)), bitTest(served, 0) AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')) AS worths,
          arrayFilter(key -> bitTest(toUInt64(key), 0) AND toInt64(bitShiftRight(key, 21)) < 5270400000, came_in) AS won,
          arraySort(arrayConcat(came_in, arrayMap(key -> bitShiftLeft(toUInt64(toInt64(bitShiftRight(key, 21)) - 2592000000), 21), won))) AS keys, arraySort((amount, at) -> at, worths, won) AS amounts
        FROM events
        WHERE event IN {b9:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b8:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
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
          arrayConcat(touch_places, mark_places, won_places)))))), 0.), serves)))), without)),
      arrayMap(each -> (each.1, toUInt8(2), each.2, each.3),
        arrayConcat(arrayFilter(each -> each.2 > 0, arrayMap((code, size, amount) -> (code, if(size > 0, toFloat64(1), 0.), if(size > 0, toFloat64(1), 0.) * amount), firsts, sizes, amounts)), without)),
      arrayMap(each -> (each.1, toUInt8(3), each.2, each.3),
        arrayConcat(arrayFilter(each -> each.2 > 0, arrayMap((code, size, amount) -> (code, if(size > 0, toFloat64(1), 0.), if(size > 0, toFloat64(1), 0.) * amount), origins, sizes, amounts)), without)),
      arrayMap(each -> (each.1, toUInt8(4), each.2, each.3),
        arrayConcat(arrayConcat(arrayFilter(each -> each.2 > 0, arrayMap((code, size, amount) -> (code, if(size > 0, toFloat64(multiIf(size = 1, 1.0, size = 2, 0.5, 0.4)), 0.), if(size > 0, toFloat64(multiIf(size = 1, 1.0, size = 2, 0.5, 0.4)), 0.) * amount), firsts, sizes, amounts)), arrayFilter(each -> each.2 > 0, arrayMap((code, size, amount) -> (code, if(size > 0, toFloat64(multiIf(size = 1, 0.0, size = 2, 0.5, 0.4)), 0.), if(size > 0, toFloat64(multiIf(size = 1, 0.0, size = 2, 0.5, 0.4)), 0.) * amount), lasts, sizes, amounts)), arrayMap(each -> (each.1, each.2, each.3), arrayFilter(each -> each.4,
        arrayMap((code, n, opened, closed, over, begun, over_worth, begun_worth) -> (code, over - begun, over_worth - begun_worth, n > 1 AND n < length(codes) AND opened > closed),
        codes, arrayEnumerate(codes), arrayRotateRight(opens, 1), arrayRotateLeft(closes, 1),
        arrayRotateLeft(arrayFilter((value, each) -> each > 1, arrayPushBack(arrayPopFront(arrayReverse(arrayCumSum(arrayReverse(arraySort((value, place) -> place,
          arrayConcat(arrayMap(place -> 0., touch_places), arrayMap(size -> 0., sizes), arrayMap(size -> if(size > 2, 0.19999999999999996 / (size - 2), 0.), sizes)),
          arrayConcat(touch_places, mark_places, won_places)))))), 0.), serves), 1), arrayRotateRight(arrayFilter((value, each) -> each > 1, arrayPushBack(arrayPopFront(arrayReverse(arrayCumSum(arrayReverse(arraySort((value, place) -> place,
          arrayConcat(arrayMap(place -> 0., touch_places), arrayMap(size -> if(size > 2, 0.19999999999999996 / (size - 2), 0.), sizes), arrayMap(size -> 0., sizes)),
          arrayConcat(touch_places, mark_places, won_places)))))), 0.), serves), 1),
        arrayRotateLeft(arrayFilter((value, each) -> each > 1, arrayPushBack(arrayPopFront(arrayReverse(arrayCumSum(arrayReverse(arraySort((value, place) -> place,
          arrayConcat(arrayMap(place -> 0., touch_places), arrayMap(size -> 0., sizes), arrayMap((share, amount) -> share * amount, arrayMap(size -> if(size > 2, 0.19999999999999996 / (size - 2), 0.), sizes), amounts)),
          arrayConcat(touch_places, mark_places, won_places)))))), 0.), serves), 1), arrayRotateRight(arrayFilter((value, each) -> each > 1, arrayPushBack(arrayPopFront(arrayReverse(arrayCumSum(arrayReverse(arraySort((value, place) -> place,
          arrayConcat(arrayMap(place -> 0., touch_places), arrayMap((share, amount) -> share * amount, arrayMap(size -> if(size > 2, 0.19999999999999996 / (size - 2), 0.), sizes), amounts), arrayMap(size -> 0., sizes)),
          arrayConcat(touch_places, mark_places, won_places)))))), 0.), serves), 1))))), without)),
      arrayMap(each -> (each.1, toUInt8(5), each.2, each.3),
        arrayConcat(arrayMap(each -> (each.1, each.2, each.3), arrayFilter(each -> each.4,
        arrayMap((code, moment, opened, closed, share, worth) -> (code, exp2(moment / 604800000) * share, exp2(moment / 604800000) * worth, opened > closed),
        codes, moments, opens, closes,
        arrayFilter((value, each) -> each > 1, arrayPushBack(arrayPopFront(arrayReverse(arrayCumSum(arrayReverse(arraySort((value, place) -> place,
          arrayConcat(arrayMap(place -> 0., touch_places), arrayMap(each -> -each, arrayMap((whole, size) -> if(size > 0, 1 / whole, 0.), arrayMap((until, since) -> until - since, arrayFilter((value, each) -> bitTest(each, 0), arrayRotateRight(arrayCumSum(arrayMap((each, time) -> if(each > 1, exp2(time / 604800000), 0.), serves, times)), 1), serves), arrayFilter((value, each) -> each = 0, arrayCumSum(arrayMap((each, time) -> if(each > 1, exp2(time / 604800000), 0.), serves, times)), serves)), sizes)), arrayMap((whole, size) -> if(size > 0, 1 / whole, 0.), arrayMap((until, since) -> until - since, arrayFilter((value, each) -> bitTest(each, 0), arrayRotateRight(arrayCumSum(arrayMap((each, time) -> if(each > 1, exp2(time / 604800000), 0.), serves, times)), 1), serves), arrayFilter((value, each) -> each = 0, arrayCumSum(arrayMap((each, time) -> if(each > 1, exp2(time / 604800000), 0.), serves, times)), serves)), sizes)),
          arrayConcat(touch_places, mark_places, won_places)))))), 0.), serves),
        arrayFilter((value, each) -> each > 1, arrayPushBack(arrayPopFront(arrayReverse(arrayCumSum(arrayReverse(arraySort((value, place) -> place,
          arrayConcat(arrayMap(place -> 0., touch_places), arrayMap(each -> -each, arrayMap((share, amount) -> share * amount, arrayMap((whole, size) -> if(size > 0, 1 / whole, 0.), arrayMap((until, since) -> until - since, arrayFilter((value, each) -> bitTest(each, 0), arrayRotateRight(arrayCumSum(arrayMap((each, time) -> if(each > 1, exp2(time / 604800000), 0.), serves, times)), 1), serves), arrayFilter((value, each) -> each = 0, arrayCumSum(arrayMap((each, time) -> if(each > 1, exp2(time / 604800000), 0.), serves, times)), serves)), sizes), amounts)), arrayMap((share, amount) -> share * amount, arrayMap((whole, size) -> if(size > 0, 1 / whole, 0.), arrayMap((until, since) -> until - since, arrayFilter((value, each) -> bitTest(each, 0), arrayRotateRight(arrayCumSum(arrayMap((each, time) -> if(each > 1, exp2(time / 604800000), 0.), serves, times)), 1), serves), arrayFilter((value, each) -> each = 0, arrayCumSum(arrayMap((each, time) -> if(each > 1, exp2(time / 604800000), 0.), serves, times)), serves)), sizes), amounts)),
          arrayConcat(touch_places, mark_places, won_places)))))), 0.), serves)))), without)),
      arrayMap(each -> (each.1, toUInt8(6), each.2, each.3),
        arrayConcat(arrayFlatten(arrayMap((since, size, amount) -> arrayMap(code -> (code, 1 / length(arrayDistinct(arraySlice(codes, since + 1, size))), amount / length(arrayDistinct(arraySlice(codes, since + 1, size)))), arrayDistinct(arraySlice(codes, since + 1, size))), sinces, sizes, amounts)), without))) AS shares
  FROM swept
)
SELECT share.1 AS code, share.2 AS model, sum(share.3), sum(share.4), uniqExact(person)
FROM shared
ARRAY JOIN shares AS share
GROUP BY code, model;

-- people
SELECT toString(JSONExtractString(properties, {b1:String})) AS value
FROM events
WHERE event IN {b0:Array(String)} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
GROUP BY value
ORDER BY count() DESC, value
LIMIT 200;

-- people
WITH
ordered AS (
        WITH toUInt16(if(event IN {b1:Array(String)} AND JSONExtractString(properties, {b2:String}) = {b3:String} AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC'), toUInt16(0), 0) * 2 + (event = {b5:String} AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC'))) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1769702400000), 21) + bitShiftLeft(arrival, 1) + served AS key
        SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS came_in,
          groupArrayIf(toInt64(round(toFloat64(ifNull(JSONExtract(properties, {b7:String}, 'Nullable(Float64)'), 0)) * 1000000)), bitTest(served, 0) AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')) AS worths,
          arrayFilter(key -> bitTest(toUInt64(key), 0) AND toInt64(bitShiftRight(key, 21)) < 5270400000, came_in) AS won,
          arraySort(arrayConcat(came_in, arrayMap(key -> bitShiftLeft(toUInt64(toInt64(bitShiftRight(key, 21)) - 2592000000), 21), won))) AS keys, arraySort((amount, at) -> at, worths, won) AS amounts
        FROM events
        WHERE event IN {b9:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b8:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
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
SELECT toString(JSONExtractString(properties, {b1:String})) AS value
FROM events
WHERE event IN {b0:Array(String)} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
GROUP BY value
ORDER BY count() DESC, value
LIMIT 200;

-- people
WITH
ordered AS (
        WITH toUInt16(if(event IN {b1:Array(String)} AND JSONExtractString(properties, {b2:String}) = {b3:String} AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC'), toUInt16(0), 0) * 2 + (event = {b5:String} AND time >= fromUnixTimestamp64Milli({b6:Int64}, 'UTC'))) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1769702400000), 21) + bitShiftLeft(arrival, 1) + served AS key
        SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS came_in,
          groupArrayIf(toInt64(round(toFloat64(ifNull(JSONExtract(properties, {b7:String}, 'Nullable(Float64)'), 0)) * 1000000)), bitTest(served, 0) AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')) AS worths,
          arrayFilter(key -> bitTest(toUInt64(key), 0) AND toInt64(bitShiftRight(key, 21)) < 5270400000, came_in) AS won,
          arraySort(arrayConcat(came_in, arrayMap(key -> bitShiftLeft(toUInt64(toInt64(bitShiftRight(key, 21)) - 2592000000), 21), won))) AS keys, arraySort((amount, at) -> at, worths, won) AS amounts
        FROM events
        WHERE event IN {b9:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b8:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
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
WHERE arrayExists(code -> code = 0, shares.1);

-- people
SELECT toString(JSONExtractString(properties, {b1:String})) AS value
FROM events
WHERE event IN {b0:Array(String)} AND JSONExtractString(properties, {b1:String}) = {b2:String}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
GROUP BY value
ORDER BY count() DESC, value
LIMIT 200;

-- people
WITH
ordered AS (
        WITH toUInt16(if(event IN {b2:Array(String)} AND JSONExtractString(properties, {b3:String}) = {b4:String} AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC'), toUInt16(0), 0) * 2 + (event = {b6:String} AND time >= fromUnixTimestamp64Milli({b7:Int64}, 'UTC'))) AS served, bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1769702400000), 21) + bitShiftLeft(arrival, 1) + served AS key
        SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, groupArray(key) AS came_in,
          groupArrayIf(toInt64(round(toFloat64(ifNull(JSONExtract(properties, {b8:String}, 'Nullable(Float64)'), 0)) * 1000000)), bitTest(served, 0) AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')) AS worths,
          arrayFilter(key -> bitTest(toUInt64(key), 0) AND toInt64(bitShiftRight(key, 21)) < 5270400000, came_in) AS won,
          arraySort(arrayConcat(came_in, arrayMap(key -> bitShiftLeft(toUInt64(toInt64(bitShiftRight(key, 21)) - 2592000000), 21), won))) AS keys, arraySort((amount, at) -> at, worths, won) AS amounts
        FROM events
        WHERE event IN {b10:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b9:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b5:Int64}, 'UTC')
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
    arrayFill(each -> each > 0, arrayMap((each, n) -> if(each > 1 AND NOT has({b1:Array(UInt16)}, bitShiftRight(each, 1)), n * 65536 + each, 0), serves, touched)) AS sources
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

