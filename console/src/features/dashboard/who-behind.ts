import type { IntervalResult, Query, TrendResult, ValueResult, Who } from "@/api/query-types";
import { splitOf } from "@/builders/query/query-words";

interface Point {
  t?: string | null;
}
interface Bin {
  from: number | null;
  to: number | null;
}
type Found = Record<string, unknown>;

/** The lists that pictures are drawn of, by kind: a mark of the picture stands at the same place in them. */
const PERIODS: Record<string, string> = {
  session: "series",
  web: "series",
  revenue: "series",
  virality: "series",
  voice: "series",
  stickiness: "periods",
  status: "series",
};

/** The lists of sizes that bars are drawn of, by kind, and the field that says of what each is. */
const SIZES: Record<string, { list: string; field: string }> = {
  pool: { list: "stages", field: "stage" },
  stage: { list: "stages", field: "stage" },
  rfm: { list: "classes", field: "class" },
};

/** Whom a point of a tile's picture counts; null where it counts no people, or more than one cell of the answer. */
export function whoBehind(query: Query, result: unknown, line: number, at: number): Who | null {
  const found = (result ?? {}) as Found;
  if (query.kind === "trend") return ofTrend(query.metrics.length, found as TrendResult, line, at);
  if ("by" in query && query.by?.length) return null;
  if (query.kind === "funnel") return { step: at + 1 };
  if (query.kind === "interval") return ofBin((found as IntervalResult).histogram[at]);
  if (query.kind === "distribution") return ofBin((found["bins"] as Bin[])[at]);
  if (query.kind === "value") return ofTop((found as ValueResult).curve[at]);
  const sizes = SIZES[query.kind];
  if (sizes) return ofSize((found[sizes.list] as Found[] | undefined)?.[at], sizes.field);
  const list = PERIODS[query.kind];
  const t = list ? (found[list] as Point[] | undefined)?.[at]?.t : null;
  return t ? { t } : null;
}

function ofTrend(metrics: number, { series }: TrendResult, line: number, at: number): Who | null {
  const found = series[line];
  const t = found?.points[at]?.t;
  return found && t && found.index < metrics ? { metric: found.index, t, ...splitOf(found) } : null;
}

function ofBin(bin: Bin | undefined): Who | null {
  return bin ? { from: bin.from, to: bin.to } : null;
}

function ofTop(point: ValueResult["curve"][number] | undefined): Who | null {
  return point?.people ? { top: point.people } : null;
}

function ofSize(size: Found | undefined, field: string): Who | null {
  return size ? ({ [field]: size[field] } as Who) : null;
}
