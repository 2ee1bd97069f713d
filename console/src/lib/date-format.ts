import dayjs from "dayjs";
import timezone from "dayjs/plugin/timezone";
import utc from "dayjs/plugin/utc";

dayjs.extend(utc);
dayjs.extend(timezone);

/** An instant in the project's zone, to the minute; a missing one is a dash. */
export function instant(value: string | null | undefined, zone: string): string {
  return value ? dayjs.utc(value).tz(zone).format("YYYY-MM-DD HH:mm") : "–";
}

/** An instant in the project's zone, to the second; the beginning of time stands for none. */
export function second(value: string | null | undefined, zone: string): string {
  return value && dayjs.utc(value).valueOf() !== 0
    ? dayjs.utc(value).tz(zone).format("YYYY-MM-DD HH:mm:ss")
    : "–";
}

/** The calendar day of an instant in the project's zone. */
export function day(value: string | null | undefined, zone: string): string {
  return value ? dayjs.utc(value).tz(zone).format("YYYY-MM-DD") : "–";
}

/** 5400 → "1.5 h"; for the median time between two steps. */
export function duration(seconds: number | null | undefined, language: "zh" | "en"): string {
  if (seconds === null || seconds === undefined) return "–";
  const names = language === "zh" ? ["秒", "分钟", "小时", "天"] : ["s", "min", "h", "d"];
  const sizes = [1, 60, 3600, 86_400];
  const index = sizes.findLastIndex((size) => seconds >= size);
  const at = Math.max(index, 0);
  const value = seconds / (sizes[at] ?? 1);
  return `${value.toFixed(value >= 10 ? 0 : 1).replace(/\.0$/, "")} ${names[at] ?? ""}`;
}

/** The name of a day of the week; 1 is Monday. */
export function weekday(day: number, language: "zh" | "en", width: "short" | "long" = "short"): string {
  const locale = language === "zh" ? "zh-CN" : "en-US";
  const monday = Date.UTC(2024, 0, 1);
  return new Intl.DateTimeFormat(locale, { weekday: width, timeZone: "UTC" }).format(
    monday + (day - 1) * 86_400_000,
  );
}

/** The label of a period's start on an axis: days as MM-DD, months as YYYY-MM. */
export function periodLabel(t: string, per: string): string {
  if (per === "hour" || per === "minute") return t.slice(5, 16).replace("T", " ");
  if (per === "month" || per === "quarter") return t.slice(0, 7);
  return t.slice(5, 10);
}

/** True while the period that starts at `t` is not over in the project's zone. */
export function isOpenPeriod(t: string, per: string, zone: string): boolean {
  const unit = per === "quarter" ? "month" : (per as "minute" | "hour" | "day" | "week" | "month");
  const end = dayjs.tz(t, zone).add(per === "quarter" ? 3 : 1, unit);
  return end.isAfter(dayjs());
}
