import dayjs from "dayjs";
import type { Quality } from "@/api/quality";
import { day, instant } from "@/lib/date-format";

interface How {
  daily: boolean;
  group: string | null;
  zone: string;
}

/** Events by outcome for every hour (or day) since the beginning, those without any included. */
export function pointsOf(quality: Quality, { daily, group, zone }: How) {
  const label = (at: string) => (daily ? day(at, zone) : instant(at, zone));
  const labels: string[] = [];
  const end = dayjs();
  for (let at = dayjs(quality.since).startOf("hour"); at.isBefore(end); at = at.add(1, "hour")) {
    const next = label(at.toISOString());
    if (labels.at(-1) !== next) labels.push(next);
  }
  const place = new Map(labels.map((name, index) => [name, index]));
  const values: Record<string, number[]> = {};
  for (const point of quality.hours) {
    const at = place.get(label(point.hour));
    if (at === undefined || (group !== null && point.group !== group)) continue;
    values[point.outcome] ??= labels.map(() => 0);
    const row = values[point.outcome] ?? [];
    row[at] = (row[at] ?? 0) + point.events;
  }
  return { labels: labels.map((name) => name.slice(5)), values };
}
