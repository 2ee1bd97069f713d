/* Questions in which the order of a person's events decides: loops over arrays sorted by person, time and arrival. */

#include <stdint.h>
#include <string.h>

#define STEPS_MAX 16

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

/* People by link of the first `depth` steps within `window` of the first anchor, added to counts[step][name][next];
 * a name that comes again at once is no step. Numbers of names are less than `names`.
 */
void path(const uint32_t *person, const int64_t *at, const uint8_t *event, int64_t rows, int64_t anchor, int64_t start,
          int64_t end, int64_t window, int64_t depth, int64_t names, int64_t *counts)
{
    int64_t i = 0;
    while (i < rows) {
        const uint32_t who = person[i];
        int64_t step = 0, until = 0, before = -1;
        for (; i < rows && person[i] == who; i++) {
            if (step == 0) {
                if (event[i] != anchor || at[i] < start || at[i] >= end)
                    continue;
                until = at[i] + window;
            } else if (step >= depth || at[i] > until || event[i] == before) {
                continue;
            } else {
                counts[((step - 1) * names + before) * names + event[i]]++;
            }
            before = event[i];
            step++;
        }
    }
}

/* Visits that begin in the range, and people who have one, added to counts[0] and counts[1]; what lies further than
 * `around` from the range is not looked at.
 */
void session(const uint32_t *person, const int64_t *at, int64_t rows, int64_t silence, int64_t around, int64_t start,
             int64_t end, int64_t *counts)
{
    int64_t i = 0;
    while (i < rows) {
        const uint32_t who = person[i];
        int64_t visits = 0, until = INT64_MIN;
        for (; i < rows && person[i] == who; i++) {
            const int64_t now = at[i];
            if (now < start - around || now >= end + around)
                continue;
            visits += now > until && now >= start && now < end;
            until = now + silence;
        }
        counts[0] += visits;
        counts[1] += visits > 0;
    }
}

/* The milliseconds of each pair of `origin` and `target` next to each other, written to gaps; how many there are and
 * people who have one, added to counts[0] and counts[1]. A pair takes two rows: there is room for `rows` of them.
 */
void interval(const uint32_t *person, const int64_t *at, const uint8_t *event, int64_t rows, int64_t origin,
              int64_t target, int64_t start, int64_t end, int64_t window, int64_t *gaps, int64_t *counts)
{
    int64_t i = 0;
    while (i < rows) {
        const uint32_t who = person[i];
        int64_t begun = -1, before = counts[0];
        for (; i < rows && person[i] == who; i++) {
            if (event[i] == target && begun >= 0 && at[i] - begun <= window)
                gaps[counts[0]++] = at[i] - begun;
            if (event[i] == target)
                begun = -1;
            else if (event[i] == origin)
                begun = at[i] >= start && at[i] < end ? at[i] : -1;
        }
        counts[1] += counts[0] > before;
    }
}

/* A path of the touches of rows [from, to): how often each source follows another, added to chain[here][there]. */
static void walk(const uint8_t *event, const uint8_t *source, int64_t from, int64_t to, int64_t touch, int64_t begun,
                 int64_t ended, int64_t states, int64_t *chain)
{
    int64_t here = begun;
    for (int64_t i = from; i < to; i++) {
        if (event[i] != touch || source[i] == here)
            continue;
        chain[here * states + source[i]]++;
        here = source[i];
    }
    if (here != begun)
        chain[here * states + ended]++;
}

/* The chain of Markov attribution: paths to each conversion of the range, and runs of touches that lead to none and
 * cannot any more. The last three of the states are begun, won and lost; numbers of sources are less.
 */
void chain(const uint32_t *person, const int64_t *at, const uint8_t *event, const uint8_t *source, int64_t rows,
           int64_t touch, int64_t conversion, int64_t lookback, int64_t start, int64_t end, int64_t now, int64_t states,
           int64_t *counts)
{
    const int64_t begun = states - 3, won = states - 2, lost = states - 1;
    int64_t i = 0;
    while (i < rows) {
        const uint32_t who = person[i];
        int64_t from = i, following = i, first = -1, last = -1, until = i;
        while (until < rows && person[until] == who)
            until++;
        for (; i < until; i++) {
            if (event[i] == conversion && at[i] >= start && at[i] < end) {
                while (at[from] < at[i] - lookback)
                    from++;
                walk(event, source, from, i, touch, begun, won, states, counts);
            }
            if (event[i] != touch || at[i] < start || at[i] >= end)
                continue;
            if (following < i)
                following = i;
            while (following < until && event[following] != conversion)
                following++;
            if (following < until && at[following] - at[i] <= lookback)
                continue;
            if (first >= 0 && at[i] - at[last] > lookback) {
                walk(event, source, first, last + 1, touch, begun, lost, states, counts);
                first = -1;
            }
            if (first < 0)
                first = i;
            last = i;
        }
        if (first >= 0 && at[last] + lookback < now)
            walk(event, source, first, last + 1, touch, begun, lost, states, counts);
    }
}
