/* What the processor could do: loops over arrays sorted by person, time and arrival, everything else left out. */

#include <stdint.h>
#include <string.h>

#define STEPS_MAX 16
#define DAY_MS 86400000LL

/* People whose best chain has at least so many steps, added to counts[0 .. steps - 1].
 *
 * latest[k] is the latest beginning of a chain of k + 1 steps so far: of all chains of one length only that one can
 * still become the longest. step_of maps an event's number to its step, 255 for none.
 */
void funnel(const uint32_t *person, const int64_t *at, const uint8_t *event, int64_t rows, const uint8_t *step_of,
            int64_t steps, int64_t start, int64_t end, int64_t window, int64_t *counts)
{
    int64_t latest[STEPS_MAX];
    int64_t i = 0;
    while (i < rows) {
        const uint32_t who = person[i];
        int64_t deepest = 0;
        memset(latest, 0, sizeof latest);
        for (; i < rows && person[i] == who; i++) {
            const uint8_t step = step_of[event[i]];
            const int64_t now = at[i];
            if (step == 255 || now < start || now >= end + window)
                continue;
            if (step == 0) {
                if (now < end)
                    latest[0] = now;
            } else if (latest[step - 1] && now - latest[step - 1] <= window) {
                latest[step] = latest[step - 1];
            } else {
                continue;
            }
            if (latest[step] && step + 1 > deepest)
                deepest = step + 1;
        }
        for (int64_t k = 0; k < deepest && k < steps; k++)
            counts[k]++;
    }
}

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
