-- totals
WITH
message_event AS (
    SELECT person_id AS person, event, time,
        JSONExtractString(properties, 'reason') AS why,
        NOT JSONExtractBool(properties, 'automatic') AS by_person
    FROM events
    WHERE event IN (
        'message.sent', 'message.failed', 'message.withheld', 'message.dropped',
        'message.opened', 'message.clicked', 'message.unsubscribed'
    ) AND campaign = {b2:String}
),
touched_person AS (
    SELECT person,
        countIf(event IN ('message.sent', 'message.failed')) AS handed_over,
        countIf(event = 'message.withheld') AS withheld,
        countIf(event = 'message.sent') AS sent,
        countIf(event = 'message.failed' AND why != 'in_doubt') AS refused,
        countIf(event = 'message.opened' AND by_person) AS opened,
        countIf(event = 'message.clicked' AND by_person) AS clicked,
        countIf(event = 'message.unsubscribed') AS unsubscribed,
        minIf(time, event = 'message.sent') AS sent_at,
        minIf(time, event = 'message.opened' AND by_person) AS opened_at,
        minIf(time, event = 'message.clicked' AND by_person) AS clicked_at,
        multiIf(handed_over > 0 AND withheld > 0, 'both', handed_over > 0, 'treated',
            withheld > 0, 'holdout', 'dropped') AS arm,
        if(arm = 'dropped', anyIf(why, event = 'message.dropped'), '') AS reason,
        minIf(time, event IN ('message.sent', 'message.failed', 'message.withheld')) AS assigned_at
    FROM message_event
    GROUP BY person
),
goal_event AS (
    SELECT person_id AS person, time, toDecimal128(ifNull(revenue, 0), 6) AS goal_amount
    FROM events
    WHERE event = {b5:String}
        AND JSONExtractString(properties, {b3:String}) = {b4:String}
        AND time > (SELECT min(assigned_at) FROM touched_person WHERE arm != 'dropped')
        AND time <= addMilliseconds((SELECT max(assigned_at) FROM touched_person), {b0:Int64})
        AND person IN (SELECT person FROM touched_person WHERE arm != 'dropped')
),
conversion AS (
    SELECT touched_person.person AS person, count() AS times, sum(goal_amount) AS total,
        min(goal_event.time) AS first_at
    FROM touched_person INNER JOIN goal_event ON goal_event.person = touched_person.person
    WHERE arm != 'dropped' AND goal_event.time > assigned_at AND goal_event.time <= addMilliseconds(assigned_at, {b0:Int64})
    GROUP BY touched_person.person
),
answers AS (
    SELECT touched_person.*, conversion.times AS conversions, conversion.total AS revenue,
        conversion.first_at AS converted_at
    FROM touched_person LEFT JOIN conversion ON conversion.person = touched_person.person
)
SELECT
    arm, reason,
    count() AS people,
    countIf(sent > 0) AS people_sent,
    countIf(arm = 'treated' AND sent = 0 AND refused > 0) AS people_failed,
    countIf(arm = 'treated' AND sent = 0 AND refused = 0) AS people_in_doubt,
    countIf(opened > 0) AS people_opened,
    countIf(clicked > 0) AS people_clicked,
    countIf(unsubscribed > 0) AS people_unsubscribed,
    countIf(conversions > 0) AS people_converted,
    sum(conversions) AS conversion_count,
    toFloat64(sum(revenue)) AS revenue_total,
    sum(toFloat64(revenue) * toFloat64(revenue)) AS revenue_squares,
    countIf(arm != 'dropped' AND addMilliseconds(assigned_at, {b0:Int64}) > fromUnixTimestamp64Milli({b1:Int64}, 'UTC')) AS people_open
FROM answers
GROUP BY arm, reason
ORDER BY arm, reason;

-- series
WITH
message_event AS (
    SELECT person_id AS person, event, time,
        JSONExtractString(properties, 'reason') AS why,
        NOT JSONExtractBool(properties, 'automatic') AS by_person
    FROM events
    WHERE event IN (
        'message.sent', 'message.failed', 'message.withheld', 'message.dropped',
        'message.opened', 'message.clicked', 'message.unsubscribed'
    ) AND campaign = {b1:String}
),
touched_person AS (
    SELECT person,
        countIf(event IN ('message.sent', 'message.failed')) AS handed_over,
        countIf(event = 'message.withheld') AS withheld,
        countIf(event = 'message.sent') AS sent,
        countIf(event = 'message.failed' AND why != 'in_doubt') AS refused,
        countIf(event = 'message.opened' AND by_person) AS opened,
        countIf(event = 'message.clicked' AND by_person) AS clicked,
        countIf(event = 'message.unsubscribed') AS unsubscribed,
        minIf(time, event = 'message.sent') AS sent_at,
        minIf(time, event = 'message.opened' AND by_person) AS opened_at,
        minIf(time, event = 'message.clicked' AND by_person) AS clicked_at,
        multiIf(handed_over > 0 AND withheld > 0, 'both', handed_over > 0, 'treated',
            withheld > 0, 'holdout', 'dropped') AS arm,
        if(arm = 'dropped', anyIf(why, event = 'message.dropped'), '') AS reason,
        minIf(time, event IN ('message.sent', 'message.failed', 'message.withheld')) AS assigned_at
    FROM message_event
    GROUP BY person
),
goal_event AS (
    SELECT person_id AS person, time, toDecimal128(ifNull(revenue, 0), 6) AS goal_amount
    FROM events
    WHERE event = {b5:String}
        AND JSONExtractString(properties, {b3:String}) = {b4:String}
        AND time > (SELECT min(assigned_at) FROM touched_person WHERE arm != 'dropped')
        AND time <= addMilliseconds((SELECT max(assigned_at) FROM touched_person), {b2:Int64})
        AND person IN (SELECT person FROM touched_person WHERE arm != 'dropped')
),
conversion AS (
    SELECT touched_person.person AS person, count() AS times, sum(goal_amount) AS total,
        min(goal_event.time) AS first_at
    FROM touched_person INNER JOIN goal_event ON goal_event.person = touched_person.person
    WHERE arm != 'dropped' AND goal_event.time > assigned_at AND goal_event.time <= addMilliseconds(assigned_at, {b2:Int64})
    GROUP BY touched_person.person
),
answers AS (
    SELECT touched_person.*, conversion.times AS conversions, conversion.total AS revenue,
        conversion.first_at AS converted_at
    FROM touched_person LEFT JOIN conversion ON conversion.person = touched_person.person
),
first_answer AS (
    SELECT arrayJoin([
        tuple('sent', sent > 0, sent_at),
        tuple('opened', opened > 0, opened_at),
        tuple('clicked', clicked > 0, clicked_at),
        tuple('converted', arm = 'treated' AND conversions > 0, converted_at)
    ]) AS answer
    FROM answers
)
SELECT
    toDate(answer.3, {b0:String}) AS day,
    countIf(answer.1 = 'sent') AS sent,
    countIf(answer.1 = 'opened') AS opened,
    countIf(answer.1 = 'clicked') AS clicked,
    countIf(answer.1 = 'converted') AS converted
FROM first_answer
WHERE answer.2
GROUP BY day
ORDER BY day;

-- people
WITH
message_event AS (
    SELECT person_id AS person, event, time,
        JSONExtractString(properties, 'reason') AS why,
        NOT JSONExtractBool(properties, 'automatic') AS by_person
    FROM events
    WHERE event IN (
        'message.sent', 'message.failed', 'message.withheld', 'message.dropped',
        'message.opened', 'message.clicked', 'message.unsubscribed'
    ) AND campaign = {b0:String}
),
touched_person AS (
    SELECT person,
        countIf(event IN ('message.sent', 'message.failed')) AS handed_over,
        countIf(event = 'message.withheld') AS withheld,
        countIf(event = 'message.sent') AS sent,
        countIf(event = 'message.failed' AND why != 'in_doubt') AS refused,
        countIf(event = 'message.opened' AND by_person) AS opened,
        countIf(event = 'message.clicked' AND by_person) AS clicked,
        countIf(event = 'message.unsubscribed') AS unsubscribed,
        minIf(time, event = 'message.sent') AS sent_at,
        minIf(time, event = 'message.opened' AND by_person) AS opened_at,
        minIf(time, event = 'message.clicked' AND by_person) AS clicked_at,
        multiIf(handed_over > 0 AND withheld > 0, 'both', handed_over > 0, 'treated',
            withheld > 0, 'holdout', 'dropped') AS arm,
        if(arm = 'dropped', anyIf(why, event = 'message.dropped'), '') AS reason,
        minIf(time, event IN ('message.sent', 'message.failed', 'message.withheld')) AS assigned_at
    FROM message_event
    GROUP BY person
),
goal_event AS (
    SELECT person_id AS person, time, toDecimal128(ifNull(revenue, 0), 6) AS goal_amount
    FROM events
    WHERE event = {b4:String}
        AND JSONExtractString(properties, {b2:String}) = {b3:String}
        AND time > (SELECT min(assigned_at) FROM touched_person WHERE arm != 'dropped')
        AND time <= addMilliseconds((SELECT max(assigned_at) FROM touched_person), {b1:Int64})
        AND person IN (SELECT person FROM touched_person WHERE arm != 'dropped')
),
conversion AS (
    SELECT touched_person.person AS person, count() AS times, sum(goal_amount) AS total,
        min(goal_event.time) AS first_at
    FROM touched_person INNER JOIN goal_event ON goal_event.person = touched_person.person
    WHERE arm != 'dropped' AND goal_event.time > assigned_at AND goal_event.time <= addMilliseconds(assigned_at, {b1:Int64})
    GROUP BY touched_person.person
),
answers AS (
    SELECT touched_person.*, conversion.times AS conversions, conversion.total AS revenue,
        conversion.first_at AS converted_at
    FROM touched_person LEFT JOIN conversion ON conversion.person = touched_person.person
)
SELECT person AS person_id FROM answers WHERE arm = 'treated' AND conversions > 0;

