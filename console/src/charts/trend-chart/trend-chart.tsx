import { useMemo } from "react";
import { Echart } from "@/charts/echart/echart";
import { frame } from "@/charts/echart/frame";
import { useTheme } from "@/ui/theme-context";
import { trendLegend } from "./trend-legend";
import { areNamedAtEnds, type TrendLine, trendSeries } from "./trend-series";
import { type Hovered, trendTooltip } from "./trend-tooltip";

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
  /** Bars of one period stand on one another: parts of a whole. */
  stacked?: boolean;
  height?: number;
  /** The end of the axis, where it is known: 1 for shares. */
  most?: number | undefined;
  onPick?: (line: number, period: number) => void;
}

const LABEL_ROOM = 96;
const EDGE = 24;
/** Pixels that the names below bars share, at the width that is worked at, and up to how many all are shown. */
const NAMES_ROOM = 900;
const NAMES_MAX = 12;

/** Names below bars are cut rather than left out: a bar without one says nothing. */
function barNames(bars: number) {
  return bars > NAMES_MAX ? {} : { interval: 0, width: Math.floor(NAMES_ROOM / bars), overflow: "truncate" };
}

/** Room for the names at the ends of the lines. */
function margins(lines: number) {
  return lines > 1 ? { right: LABEL_ROOM, top: 16, bottom: 20 } : { right: EDGE, top: 16, bottom: 8 };
}

/** Lines across: fewer in a low chart, so that their numbers do not touch. */
function splits(height: number): number {
  return height < 140 ? 2 : 4;
}

/** Of what is counted in wholes, the axis shows no halves. */
function areWhole(lines: TrendLine[]): boolean {
  return lines.every((line) => line.values.every((value) => Number.isInteger(value ?? 0)));
}

/** Numbers over time. */
export function TrendChart(props: Props) {
  const { palette } = useTheme();
  const { label, labels, lines, zone, value, onPick } = props;
  const { openEnd = false, area = false, bars = false, stacked = false, height = 320, most } = props;
  const option = useMemo(() => {
    const base = frame({ palette, labels, value });
    const named = lines.length > 1 && !areNamedAtEnds(lines, bars);
    const names = [...new Set(lines.map((line) => line.name))];
    const drawn = {
      ...base,
      grid: { ...base.grid, ...margins(lines.length) },
      xAxis: {
        ...base.xAxis,
        boundaryGap: bars,
        ...(bars ? { axisLabel: { ...base.xAxis.axisLabel, ...barNames(labels.length) } } : {}),
      },
      yAxis: {
        ...base.yAxis,
        splitNumber: splits(height),
        ...(areWhole(lines) ? { minInterval: 1 } : {}),
        ...(most === undefined ? {} : { max: most, interval: most / splits(height) }),
      },
      tooltip: { ...base.tooltip, formatter: (items: Hovered[]) => trendTooltip(items, value) },
      series: trendSeries(lines, { openEnd, area, bars, stacked, periods: labels.length }, palette),
    };
    if (!named) return drawn;
    return (width: number) => {
      const { top, legend } = trendLegend(names, width, height, palette);
      return { ...drawn, legend, grid: { ...base.grid, right: EDGE, top, bottom: 8 } };
    };
  }, [palette, labels, lines, value, openEnd, area, bars, stacked, most, height]);
  const split = openEnd && !bars ? 2 : 1;
  return (
    <>
      <Echart
        option={option}
        height={height}
        label={label}
        onClick={
          onPick ? (clicked) => onPick(Math.floor(clicked.seriesIndex / split), clicked.dataIndex) : undefined
        }
      />
      {zone ? <div className="note axis-zone">{zone}</div> : null}
    </>
  );
}
