import type { Palette } from "@/ui/tokens";
import { FONT } from "@/ui/tokens";

interface Axes {
  palette: Palette;
  labels: string[];
  value: (value: number) => string;
}

/** The look all charts with two axes share: light grid, quiet labels, zero baseline. */
export function frame({ palette, labels, value }: Axes) {
  const quiet = { color: palette.inkFaint, fontSize: 12, fontFamily: FONT };
  return {
    animation: false,
    textStyle: { fontFamily: FONT, color: palette.ink },
    color: [...palette.series],
    grid: {
      left: 8,
      right: 24,
      top: 16,
      bottom: 8,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    xAxis: {
      type: "category",
      data: labels,
      boundaryGap: false,
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: { ...quiet, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      splitNumber: 4,
      splitLine: { lineStyle: { color: palette.lineSoft } },
      axisLabel: { ...quiet, hideOverlap: true, formatter: (at: number) => axisWords(value(at)) },
    },
    tooltip: {
      trigger: "axis",
      backgroundColor: palette.panel,
      borderColor: palette.line,
      textStyle: { color: palette.ink, fontSize: 12, fontFamily: FONT },
      axisPointer: { lineStyle: { color: palette.compare } },
      confine: true,
    },
  };
}

/** Round numbers need no decimals: "25.0 %" is 25 %. */
function axisWords(said: string): string {
  return said.replace(/\.0+(?=\D*$)/, "");
}
