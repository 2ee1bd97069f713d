-- answer
SELECT arrayJoin(if(indexOf({b4:Array(Date)}, toStartOfMonth(time, 'Asia/Shanghai')) = 0, [], arraySlice({b4:Array(Date)}, greatest(indexOf({b4:Array(Date)}, toStartOfMonth(time, 'Asia/Shanghai')), 1)))) AS t, NOT (tuple(JSONExtractString(properties, {b3:String})) IN (
  SELECT tuple(JSONExtractString(properties, {b3:String})) AS leading
FROM events
WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
  GROUP BY leading
  ORDER BY uniqExact(dictGetOrDefault('person_overrides', 'to', person_id, person_id)) DESC, leading
  LIMIT 10
)) AS is_other, if(is_other, '', JSONExtractString(properties, {b3:String})) AS by_0, uniqExact(dictGetOrDefault('person_overrides', 'to', person_id, person_id)) AS value_0
FROM events
WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
GROUP BY t, is_other, by_0
ORDER BY t, is_other, by_0;

-- answer
SELECT arrayJoin(if(indexOf({b5:Array(Date)}, toStartOfMonth(time, 'Asia/Shanghai')) = 0, [], arraySlice({b5:Array(Date)}, greatest(indexOf({b5:Array(Date)}, toStartOfMonth(time, 'Asia/Shanghai')), 1)))) AS t, NOT (tuple(JSONExtractString(properties, {b3:String})) IN (
  SELECT tuple(JSONExtractString(properties, {b3:String})) AS leading
FROM events
WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b4:Int64}, 'UTC')
  GROUP BY leading
  ORDER BY uniqExact(dictGetOrDefault('person_overrides', 'to', person_id, person_id)) DESC, leading
  LIMIT 10
)) AS is_other, if(is_other, '', JSONExtractString(properties, {b3:String})) AS by_0, uniqExact(dictGetOrDefault('person_overrides', 'to', person_id, person_id)) AS value_0
FROM events
WHERE event = {b0:String}
    AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
GROUP BY t, is_other, by_0
ORDER BY t, is_other, by_0;

-- people
SELECT DISTINCT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person_id
FROM events
WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b4:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    AND NOT (tuple(JSONExtractString(properties, {b0:String})) IN (
  SELECT tuple(JSONExtractString(properties, {b0:String})) AS leading
FROM events
WHERE event = {b1:String}
    AND time >= fromUnixTimestamp64Milli({b2:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b3:Int64}, 'UTC')
  GROUP BY leading
  ORDER BY uniqExact(dictGetOrDefault('person_overrides', 'to', person_id, person_id)) DESC, leading
  LIMIT 10
));

