-- answer
SELECT DISTINCT model FROM stage_changes ORDER BY model;

-- people
SELECT person AS person_id FROM (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, argMax(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id)) AS stage FROM stage_changes
WHERE model = {b0:String} AND replay = (SELECT max(replay) FROM stage_replays WHERE model = {b0:String}) AND at <= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') GROUP BY person) WHERE stage IN {b2:Array(String)};

-- people
SELECT person AS person_id FROM (SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person, argMaxIf(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id), at <= fromUnixTimestamp64Milli({b0:Int64}, 'UTC')) AS origin,
    argMax(stage, bitShiftLeft(toInt128(toUnixTimestamp64Milli(at)), 64) + toInt128(person_id)) AS target
FROM stage_changes WHERE model = {b1:String} AND replay = (SELECT max(replay) FROM stage_replays WHERE model = {b1:String}) AND at <= fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
GROUP BY person) WHERE origin = {b3:String} AND target = {b4:String};

