SELECT person AS person_id
FROM (
    SELECT person_id AS person FROM person_attributes FINAL WHERE name = {b4:String} AND text IN {b3:Array(String)}
)
WHERE person NOT IN (
    SELECT person_id AS person FROM (SELECT arrayJoin(bitmapToArray(groupBitmapMergeState(people))) AS person_id FROM event_people_daily WHERE event = {b0:String} AND day >= {b1:Date} AND day <= {b2:Date})
);
