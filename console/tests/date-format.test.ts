import { describe, expect, it } from "vitest";
import { day, duration, instant, isOpenPeriod, periodLabel, weekday } from "@/lib/date-format";

describe("instants in the project's zone", () => {
  it("moves an instant over midnight", () => {
    expect(instant("2026-01-31T18:30:00Z", "Asia/Shanghai")).toBe("2026-02-01 02:30");
    expect(day("2026-01-31T18:30:00Z", "America/New_York")).toBe("2026-01-31");
    expect(instant(null, "UTC")).toBe("–");
  });

  it("names the days of a week from Monday on", () => {
    expect([1, 7].map((each) => weekday(each, "zh"))).toEqual(["周一", "周日"]);
    expect(weekday(3, "en", "long")).toBe("Wednesday");
  });

  it("says a length of time in the largest unit that fits", () => {
    expect(duration(42, "en")).toBe("42 s");
    expect(duration(5_400, "en")).toBe("1.5 h");
    expect(duration(259_200, "zh")).toBe("3 天");
  });

  it("knows whether a period is over", () => {
    expect(isOpenPeriod("2020-01-01", "day", "UTC")).toBe(false);
    expect(isOpenPeriod("2999-01-01", "week", "UTC")).toBe(true);
  });

  it("labels a period by its length", () => {
    expect(periodLabel("2026-03-01", "month")).toBe("2026-03");
    expect(periodLabel("2026-03-01", "day")).toBe("03-01");
    expect(periodLabel("2026-03-01T08:00:00", "hour")).toBe("03-01 08:00");
  });
});
