import type { Palette } from "@/ui/tokens";

export interface TrendLine {
  name: string;
  values: (number | null)[];
  /** The comparison and "other" are drawn in grey. */
  quiet?: boolean;
  /** The comparison is a thin line. */
  thin?: boolean;
}
export interface Look {
  openEnd: boolean;
  area: boolean;
  bars: boolean;
  stacked?: boolean;
  periods: number;
}
type Series = Record<string, unknown>;

const DIRECT_LABELS_MAX = 4;
/** Ends nearer than this, as a share of the highest value, would put one name over another. */
const ENDS_APART = 0.08;

/** Letters that a name at the end of a line has room for; a Chinese one is as wide as two. */
const END_LETTERS = 14;
const WIDE = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/g;

export const lettersOf = (name: string) => name.length + (name.match(WIDE)?.length ?? 0);

/** Whether each line can carry its name at its end, or a legend must say them. */
export function areNamedAtEnds(lines: TrendLine[], bars: boolean): boolean {
  if (bars || lines.length < 2 || lines.length > DIRECT_LABELS_MAX) return false;
  if (lines.some((line) => lettersOf(line.name) > END_LETTERS)) return false;
  const most = Math.max(...lines.flatMap((line) => line.values.map((value) => value ?? 0)));
  const ends = lines
    .map((line) => line.values.findLast((value) => value !== null) ?? 0)
    .sort((a, b) => a - b);
  return most > 0 && ends.every((end, at) => at === 0 || end - (ends[at - 1] ?? 0) >= most * ENDS_APART);
}

function colour(line: TrendLine, index: number, palette: Palette): string {
  if (line.quiet) return palette.compare;
  return palette.series[index] ?? palette.seriesOther;
}

function drawn(line: TrendLine, paint: string, look: Look, endLabel: Series): Series[] {
  const last = look.periods - 1;
  const base = {
    name: line.name,
    type: "line",
    itemStyle: { color: paint },
    showSymbol: look.periods < 40,
    symbolSize: 5,
    cursor: "pointer",
  };
  const area = look.area ? { areaStyle: { color: paint, opacity: 0.1 } } : {};
  const solid = { color: paint, width: line.thin ? 1 : 2 };
  if (!look.openEnd || last < 1)
    return [{ ...base, ...area, ...endLabel, lineStyle: solid, data: line.values }];
  const closed = line.values.map((value, at) => (at === last ? null : value));
  const tail = line.values.map((value, at) => (at >= last - 1 ? value : null));
  return [
    { ...base, ...area, lineStyle: solid, data: closed },
    { ...base, ...endLabel, lineStyle: { ...solid, type: "dashed" }, data: tail },
  ];
}

/** The lines of a trend for ECharts; with an open end each is two: what is sure, and the dashed rest. */
export function trendSeries(lines: TrendLine[], look: Look, palette: Palette): Series[] {
  const direct = areNamedAtEnds(lines, look.bars);
  return lines.flatMap((line, index) => {
    const paint = colour(line, index, palette);
    if (look.bars) {
      const bar = { name: line.name, type: "bar", barMaxWidth: 24, cursor: "pointer" };
      const stack = look.stacked ? { stack: "whole" } : {};
      const borderRadius = look.stacked ? 0 : [2, 2, 0, 0];
      return [{ ...bar, ...stack, itemStyle: { color: paint, borderRadius }, data: line.values }];
    }
    const label = { show: true, formatter: "{a}", color: paint, fontSize: 12 };
    return drawn(
      line,
      paint,
      { ...look, area: look.area && lines.length === 1 },
      direct ? { endLabel: label, labelLayout: { moveOverlap: "shiftY" } } : {},
    );
  });
}
