-- people
SELECT person AS person_id FROM (
WITH buyer AS (
    SELECT dictGetOrDefault('person_overrides', 'to', person_id, person_id) AS person,
        dateDiff('day', toDate(max(time), {b3:String}), {b5:Date}) AS recency_days,
        toFloat64(count()) AS frequency,
        round(ifNull(sum(JSONExtract(properties, {b4:String}, 'Nullable(Float64)')), 0), 6) AS monetary
    FROM events WHERE event = {b0:String} AND time >= fromUnixTimestamp64Milli({b1:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({b2:Int64}, 'UTC')
    GROUP BY person
),
cut_buyer AS (
    SELECT person, recency_days, frequency, monetary, r_cut, f_cut, m_cut FROM (
        SELECT groupArray(person) AS persons, groupArray(recency_days) AS recencies,
        groupArray(frequency) AS frequencies, groupArray(monetary) AS amounts,
        round(avg(recency_days), 9) AS r_cut, round(avg(frequency), 9) AS f_cut, round(avg(toFloat64(monetary)), 9) AS m_cut
        FROM buyer
    ) ARRAY JOIN persons AS person, recencies AS recency_days, frequencies AS frequency, amounts AS monetary
)
SELECT person, recency_days, frequency, monetary, r_cut, f_cut, m_cut,
    recency_days <= r_cut AS r_high, frequency >= f_cut AS f_high, toFloat64(monetary) >= m_cut AS m_high,
    multiIf(r_high = 1 AND f_high = 1 AND m_high = 1, 'important_value', r_high = 0 AND f_high = 1 AND m_high = 1, 'important_keep', r_high = 1 AND f_high = 0 AND m_high = 1, 'important_develop', r_high = 0 AND f_high = 0 AND m_high = 1, 'important_retain', r_high = 1 AND f_high = 1 AND m_high = 0, 'general_value', r_high = 0 AND f_high = 1 AND m_high = 0, 'general_keep', r_high = 1 AND f_high = 0 AND m_high = 0, 'general_develop', r_high = 0 AND f_high = 0 AND m_high = 0, 'general_retain', '') AS class
FROM cut_buyer
) WHERE class = {b6:String};

