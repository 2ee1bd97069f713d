import dayjs from "dayjs";
import type { Condition, TimeRange } from "@/api/condition-types";
import type { Overview } from "@/api/overview";
import type { PeopleSource } from "@/api/people";

const came = (within: TimeRange): Condition => ({ did: { event: "*", within } });
const stayedAway = (within: TimeRange): Condition => ({ not: came(within) });
const DATE = "YYYY-MM-DD";

/** The people behind a figure of the overview, said as a condition over the same days. */
export function peopleBehind(count: string, { from, to }: Overview["range"]): PeopleSource {
  const length = dayjs(to).diff(dayjs(from), "day") + 1;
  const dayBefore = (date: string, days: number) => dayjs(date).subtract(days, "day").format(DATE);
  const now = came({ from, to });
  const previous = { from: dayBefore(from, length), to: dayBefore(from, 1) };
  const earlier = { to: dayBefore(previous.from, 1) };
  const groups: Record<string, Condition> = {
    active: now,
    new: { all: [now, stayedAway({ to: previous.to })] },
    kept: { all: [now, came(previous)] },
    returned: { all: [now, stayedAway(previous), came(earlier)] },
  };
  return { kind: "condition", condition: groups[count] ?? null };
}
