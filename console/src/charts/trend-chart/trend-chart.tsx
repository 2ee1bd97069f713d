import { useMemo } from "react";
import { Echart } from "@/charts/echart/echart";
import { frame } from "@/charts/echart/frame";
import { useTheme } from "@/ui/theme-context";
import type { Palette } from "@/ui/tokens";

export interface TrendLine {
  name: string;
  values: (number | null)[];
  /** The comparison and "other" are drawn in grey. */
  quiet?: boolean;
}
interface Props {
  label: string;
  labels: string[];
  lines: TrendLine[];
  zone: string;
  value: (value: number) => string;
  /** The last period is not over yet; it is drawn dashed. */
  openEnd?: boolean;
  area?: boolean;
  bars?: boolean;
  height?: number;
  onPick?: (line: number, period: number) => void;
}

const DIRECT_LABELS_MAX = 4;

function colour(line: TrendLine, index: number, palette: Palette): string {
  if (line.quiet) return palette.compare;
  return palette.series[index] ?? palette.seriesOther;
}

function lineSeries(props: Props, palette: Palette): Record<string, unknown>[] {
  const { lines, openEnd, area, bars, labels } = props;
  const direct = lines.length > 1 && lines.length <= DIRECT_LABELS_MAX;
  return lines.flatMap((line, index): Record<string, unknown>[] => {
    const paint = colour(line, index, palette);
    const shared = { name: line.name, itemStyle: { color: paint }, lineStyle: { color: paint, width: 2 } };
    if (bars) return [{ ...shared, type: "bar", barMaxWidth: 24, data: line.values, cursor: "pointer" }];
    const last = labels.length - 1;
    const solid = openEnd ? line.values.map((value, at) => (at === last ? null : value)) : line.values;
    const base = {
      ...shared,
      type: "line",
      showSymbol: labels.length < 40,
      symbolSize: 5,
      cursor: "pointer",
    };
    const main = {
      ...base,
      data: solid,
      ...(area && lines.length === 1 ? { areaStyle: { color: paint, opacity: 0.1 } } : {}),
      ...(direct && !openEnd
        ? { endLabel: { show: true, formatter: "{a}", color: paint, fontSize: 12 } }
        : {}),
    };
    if (!openEnd || last < 1) return [main];
    const tail = line.values.map((value, at) => (at >= last - 1 ? value : null));
    return [
      main,
      {
        ...base,
        data: tail,
        lineStyle: { color: paint, width: 2, type: "dashed" },
        ...(direct ? { endLabel: { show: true, formatter: "{a}", color: paint, fontSize: 12 } } : {}),
      },
    ];
  });
}

interface Hovered {
  axisValueLabel: string;
  seriesName: string;
  color: string;
  value: number | null;
}

function tooltip(items: Hovered[], value: (value: number) => string): string {
  const seen = new Map<string, Hovered>();
  for (const item of items)
    if (item.value !== null && item.value !== undefined) seen.set(item.seriesName, item);
  const escape = (text: string) => text.replace(/[<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const rows = [...seen.values()].map(
    (item) =>
      `<div><span style="display:inline-block;width:8px;height:8px;border-radius:4px;margin-right:6px;background:${item.color}"></span>${escape(item.seriesName)}&nbsp;&nbsp;<b>${value(item.value ?? 0)}</b></div>`,
  );
  return `<div>${items[0]?.axisValueLabel ?? ""}</div>${rows.join("")}`;
}

/** Numbers over time. */
export function TrendChart(props: Props) {
  const { palette } = useTheme();
  const { label, labels, lines, zone, value, bars, openEnd, height = 320, onPick } = props;
  const option = useMemo(() => {
    const base = frame({ palette, labels, value, zone });
    const many = lines.length > DIRECT_LABELS_MAX;
    const room = lines.length > 1 && !many && !bars ? 110 : 24;
    return {
      ...base,
      grid: { ...base.grid, right: room, top: many || bars ? 40 : 16 },
      xAxis: { ...base.xAxis, boundaryGap: Boolean(bars) },
      tooltip: { ...base.tooltip, formatter: (items: Hovered[]) => tooltip(items, value) },
      ...(many || (bars && lines.length > 1)
        ? {
            legend: {
              top: 0,
              left: 0,
              textStyle: { color: palette.inkSoft, fontSize: 12 },
              icon: "roundRect",
              itemWidth: 10,
              itemHeight: 10,
            },
          }
        : {}),
      series: lineSeries(props, palette),
    };
  }, [palette, labels, lines, zone, value, bars, props]);
  const split = openEnd && !bars ? 2 : 1;
  return (
    <Echart
      option={option}
      height={height}
      label={label}
      onClick={
        onPick ? (clicked) => onPick(Math.floor(clicked.seriesIndex / split), clicked.dataIndex) : undefined
      }
    />
  );
}
