-- answer
WITH
counted AS (
  SELECT toUnixTimestamp(toStartOfHour(time, 'Asia/Shanghai')) AS t, JSONExtractString(properties, {b5:String}) AS by_0, attribute_1 AS by_1, ifNull(sum(JSONExtract(properties, {b0:String}, 'Nullable(Float64)')), 0) AS number
FROM events
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b4:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON dictGetOrDefault('person_overrides', 'to', person_id, person_id) = owner_1.owner_of_1
WHERE event IN {b1:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY t, by_0, by_1
),
valued AS (
  SELECT by_0, by_1, sum(number) AS whole, groupArray((t, number)) AS points
  FROM counted
  GROUP BY by_0, by_1
),
placed AS (
  SELECT *, row_number() OVER (ORDER BY whole DESC, by_0, by_1) > 3 AS is_other
  FROM valued
)
SELECT point.1 AS t, is_other, if(is_other, '', by_0) AS shown_by_0, if(is_other, '', by_1) AS shown_by_1, sum(point.2) AS value
FROM placed ARRAY JOIN points AS point
GROUP BY t, is_other, shown_by_0, shown_by_1
ORDER BY t, is_other, shown_by_0, shown_by_1;

-- people
SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person_id
FROM events
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b7:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON dictGetOrDefault('person_overrides', 'to', person_id, person_id) = owner_1.owner_of_1
WHERE event IN {b4:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b5:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b6:Int64}, 'UTC')
    AND JSONExtractString(properties, {b0:String}) = {b1:String} AND attribute_1 = {b2:String};

-- people
SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person_id
FROM events
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b5:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON dictGetOrDefault('person_overrides', 'to', person_id, person_id) = owner_1.owner_of_1
WHERE event IN {b2:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
    AND NOT (tuple(JSONExtractString(properties, {b0:String}), attribute_1) IN (
  SELECT tuple(JSONExtractString(properties, {b0:String}), attribute_1) AS leading
FROM events
  LEFT ANY JOIN (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS owner_of_1, argMax(text, at) AS attribute_1
    FROM person_attributes
    WHERE name = {b5:String}
    GROUP BY owner_of_1
  ) AS owner_1 ON dictGetOrDefault('person_overrides', 'to', person_id, person_id) = owner_1.owner_of_1
WHERE event IN {b2:Array(String)}
    AND time >= fromUnixTimestamp64Milli({b3:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY leading
  ORDER BY ifNull(sum(JSONExtract(properties, {b1:String}, 'Nullable(Float64)')), 0) DESC, leading
  LIMIT 3
));

