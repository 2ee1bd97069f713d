/* Questions that count people and what they did over days. */

#include <stdint.h>

#define DAY_MS 86400000LL
#define PLANES 6

/* People by the day of their first event and how many days later they came again, added to counts[day][later].
 *
 * Days are counted from start, which is a midnight; days that have 23 or 25 hours are not known here.
 */
void retention(const uint32_t *person, const int64_t *at, const uint8_t *event, int64_t rows, int64_t wanted,
               int64_t start, int64_t cohorts, int64_t periods, int64_t *counts)
{
    int64_t i = 0;
    while (i < rows) {
        const uint32_t who = person[i];
        int64_t first = -1, before = -1;
        for (; i < rows && person[i] == who; i++) {
            if (event[i] != wanted || at[i] < start)
                continue;
            const int64_t day = (at[i] - start) / DAY_MS;
            if (first < 0)
                first = day;
            if (first >= cohorts || day - first > periods || day == before)
                continue;
            before = day;
            counts[first * (periods + 1) + day - first]++;
        }
    }
}

/* What each person paid in the range, written to totals; how many people that are, added to counts[0]. */
void distribution(const uint32_t *person, const int64_t *at, const uint8_t *event, const double *amount, int64_t rows,
                  int64_t wanted, int64_t start, int64_t end, double *totals, int64_t *counts)
{
    int64_t i = 0;
    while (i < rows) {
        const uint32_t who = person[i];
        int64_t times = 0;
        double total = 0;
        for (; i < rows && person[i] == who; i++) {
            if (event[i] != wanted || at[i] < start || at[i] >= end)
                continue;
            total += amount[i];
            times++;
        }
        if (times)
            totals[counts[0]++] = total;
    }
}

/* People of each period, added to counts[period]: a bit per person and day, a row of words per day.
 *
 * The days of a period are first[period] to first[period + 1] - 1; only the words from `from` to `until` are counted.
 */
void active(const uint64_t *days, int64_t words, int64_t from, int64_t until, const int64_t *first, int64_t periods,
            int64_t *counts)
{
    for (int64_t period = 0; period < periods; period++)
        for (int64_t word = from; word < until; word++) {
            uint64_t here = 0;
            for (int64_t day = first[period]; day < first[period + 1]; day++)
                here |= days[day * words + word];
            counts[period] += __builtin_popcountll(here);
        }
}

/* People of each period by on how many of its days they were there, added to counts[period][days], at most `most` days.
 *
 * Bit n of planes[k] is bit k of the number of days of person n: 64 people are counted at once.
 */
void stickiness(const uint64_t *days, int64_t words, int64_t from, int64_t until, const int64_t *first, int64_t periods,
                int64_t most, int64_t *counts)
{
    for (int64_t period = 0; period < periods; period++)
        for (int64_t word = from; word < until; word++) {
            uint64_t planes[PLANES] = {0};
            for (int64_t day = first[period]; day < first[period + 1]; day++) {
                uint64_t carry = days[day * words + word];
                for (int64_t k = 0; k < PLANES; k++) {
                    const uint64_t both = planes[k] & carry;
                    planes[k] ^= carry;
                    carry = both;
                }
            }
            for (int64_t times = 1; times <= most; times++) {
                uint64_t so_often = ~0ULL;
                for (int64_t k = 0; k < PLANES; k++)
                    so_often &= times >> k & 1 ? planes[k] : ~planes[k];
                counts[period * (most + 1) + times] += __builtin_popcountll(so_often);
            }
        }
}
