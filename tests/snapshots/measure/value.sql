-- people
SELECT person AS person_id FROM (SELECT person, amount, rank, people,
    multiIf(rank <= ceil(round(people * {b0:Float64}, 6)), 'high', rank <= ceil(round(people * {b1:Float64}, 6)), 'middle', 'low') AS tier
FROM (SELECT person, amount, row_number() OVER (ORDER BY amount DESC, person) AS rank,
    count() OVER () AS people
FROM (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, round(sum(toFloat64(JSONExtract(properties, {b2:String}, 'Nullable(Float64)'))), 6) AS amount
FROM events WHERE isNotNull(JSONExtract(properties, {b2:String}, 'Nullable(Float64)')) AND event = {b3:String} AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') GROUP BY person HAVING amount > 0
)))
WHERE tier = {b5:String};

-- people
SELECT person AS person_id FROM (SELECT person, amount, rank, people,
    multiIf(rank <= ceil(round(people * {b0:Float64}, 6)), 'high', rank <= ceil(round(people * {b1:Float64}, 6)), 'middle', 'low') AS tier
FROM (SELECT person, amount, row_number() OVER (ORDER BY amount DESC, person) AS rank,
    count() OVER () AS people
FROM (
SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, round(sum(toFloat64(JSONExtract(properties, {b2:String}, 'Nullable(Float64)'))), 6) AS amount
FROM events WHERE isNotNull(JSONExtract(properties, {b2:String}, 'Nullable(Float64)')) AND event = {b3:String} AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') GROUP BY person HAVING amount > 0
)))
WHERE rank <= {b5:UInt64};

-- people
SELECT person AS person_id FROM (SELECT person, maxIf(tier, side = 0) AS before, maxIf(tier, side = 1) AS after FROM (
    SELECT person, tier, 0 AS side FROM (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, argMax(value_changes.tier, (at, amount, person_id)) AS tier
FROM value_changes WHERE at <= fromUnixTimestamp64Milli({b0:Int64}, 'UTC') GROUP BY person)
    UNION ALL SELECT person, tier, 1 FROM (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, argMax(value_changes.tier, (at, amount, person_id)) AS tier
FROM value_changes WHERE at <= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') GROUP BY person))
GROUP BY person HAVING before != '' OR after != '')
WHERE before = {b2:String} AND after = {b3:String};

