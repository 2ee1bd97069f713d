import type { Palette } from "@/ui/tokens";
import { lettersOf } from "./trend-series";

/** Pixels of a letter, of the sign before a name with the room behind it, of a line, and of the longest name. */
const LETTER = 6.6;
const AROUND = 32;
const LINE = 22;
const NAME_MAX = 280;
/** As many lines leave the picture enough room; more are leafed through. */
const LINES_MAX = 5;
/** A picture lower than this has room for one line. */
const LOW = 240;
const ABOVE = 18;
/** Where a legend that is leafed through ends, so that its arrows are whole. */
const EDGE = 24;

/** On how many lines names stand in a width. */
export function legendLines(names: string[], width: number): number {
  let lines = 1;
  let used = 0;
  for (const name of names) {
    const needed = Math.min(NAME_MAX, lettersOf(name) * LETTER) + AROUND;
    if (used > 0 && used + needed > width) {
      lines += 1;
      used = 0;
    }
    used += needed;
  }
  return lines;
}

/** The legend above a picture, on as many lines as its names need, and the room that it takes. */
export function trendLegend(names: string[], width: number, height: number, palette: Palette) {
  const lines = legendLines(names, width);
  const wraps = height >= LOW && lines <= LINES_MAX;
  return {
    top: ABOVE + LINE * (wraps ? lines : 1),
    legend: {
      type: wraps ? "plain" : "scroll",
      data: names,
      top: 0,
      left: 0,
      ...(wraps ? { width } : { right: EDGE }),
      icon: "roundRect",
      itemWidth: 10,
      itemHeight: 10,
      textStyle: { color: palette.inkSoft, fontSize: 12, width: NAME_MAX, overflow: "truncate" },
      tooltip: { show: true },
    },
  };
}
