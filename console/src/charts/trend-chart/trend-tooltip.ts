import { escaped } from "@/charts/echart/escaped";

export interface Hovered {
  axisValueLabel: string;
  seriesName: string;
  color: string;
  value: number | null;
}

/** One line per series; the dashed end of a line is not said twice. */
export function trendTooltip(items: Hovered[], value: (value: number) => string): string {
  const said = new Map<string, Hovered>();
  for (const item of items)
    if (item.value !== null && item.value !== undefined) said.set(item.seriesName, item);
  const dot = (color: string) =>
    `<span style="display:inline-block;width:8px;height:8px;border-radius:4px;margin-right:6px;background:${color}"></span>`;
  const rows = [...said.values()].map(
    (item) =>
      `<div>${dot(item.color)}${escaped(item.seriesName)}&nbsp;&nbsp;<b>${value(item.value ?? 0)}</b></div>`,
  );
  return `<div>${escaped(items[0]?.axisValueLabel ?? "")}</div>${rows.join("")}`;
}
