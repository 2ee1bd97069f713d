/** Every colour, radius and face of the console. Nothing else names a colour. */
export interface Palette {
  accent: string;
  accentSoft: string;
  accentInk: string;
  /** Words on a surface of the accent. */
  onAccent: string;
  accentBright: string;
  ink: string;
  inkSoft: string;
  inkFaint: string;
  page: string;
  panel: string;
  rail: string;
  line: string;
  lineSoft: string;
  good: string;
  warn: string;
  bad: string;
  goodSoft: string;
  warnSoft: string;
  badSoft: string;
  info: string;
  series: readonly string[];
  seriesOther: string;
  heat: readonly string[];
  compare: string;
}

export const FONT =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

export const LIGHT: Palette = {
  accent: "#0F766E",
  accentSoft: "#E3F1EF",
  accentInk: "#0B5A54",
  onAccent: "#FFFFFF",
  accentBright: "#12877E",
  ink: "#1C1B19",
  inkSoft: "#57534E",
  inkFaint: "#6F6A64",
  page: "#FAF9F7",
  panel: "#FFFFFF",
  rail: "#F4F2EE",
  line: "#E4E1DB",
  lineSoft: "#EFEDE8",
  good: "#14622F",
  warn: "#92400E",
  bad: "#B91C1C",
  goodSoft: "#E9F5EC",
  warnSoft: "#FCF3E4",
  badSoft: "#FCEDED",
  info: "#1D4ED8",
  series: ["#0F766E", "#D97706", "#4F6BD8", "#BE3D6B", "#65A30D", "#7C4DBC", "#0891B2", "#92552B"],
  seriesOther: "#A8A29E",
  heat: ["#F1F7F6", "#CFE7E3", "#A2D2CB", "#6DB8AE", "#379A8F", "#0F766E", "#0A4F4A"],
  compare: "#C4BFB8",
};

export const DARK: Palette = {
  accent: "#2DB5A8",
  accentSoft: "#12332F",
  accentInk: "#7EDDD2",
  onAccent: "#06211E",
  accentBright: "#5CCFC3",
  ink: "#EDEBE7",
  inkSoft: "#B8B3AB",
  inkFaint: "#9A948B",
  page: "#141412",
  panel: "#1C1C19",
  rail: "#181816",
  line: "#34332F",
  lineSoft: "#282724",
  good: "#4ADE80",
  warn: "#F5A524",
  bad: "#F87171",
  goodSoft: "#14271A",
  warnSoft: "#2B2110",
  badSoft: "#2E1717",
  info: "#7AA2FF",
  series: ["#2DB5A8", "#F0A63C", "#8CA2FF", "#EE7BA3", "#A3CF4B", "#B692EC", "#4CC9E6", "#CF9A73"],
  seriesOther: "#78736B",
  heat: ["#1E2A28", "#16433E", "#145A53", "#14736A", "#1B9286", "#34B3A6", "#86E0D6"],
  compare: "#5A5750",
};
