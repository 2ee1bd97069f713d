type Said = Record<string, unknown>;

const EVERY_EVENT = { event: "*" };

/** What a kind cannot be asked without. */
const NEEDED: Record<string, string[]> = {
  formula: ["formulas"],
  funnel: ["steps"],
  retention: ["start"],
  stickiness: ["event"],
  interval: ["from"],
  attribution: ["touch", "conversion"],
  virality: ["invite", "accepted", "link"],
  voice: ["event"],
};

/** What a kind means by a field that it leaves out; beside these, the range of all of them. */
const USUAL: Record<string, (asked: Said) => Said> = {
  trend: () => ({ metrics: [EVERY_EVENT], per: "day" }),
  formula: () => ({ per: "day" }),
  web: () => ({ view: { event: "page_view" }, dimension: "source", per: "day" }),
  session: () => ({ silence: "30min", per: "day" }),
  revenue: () => ({ event: "*", per: "day" }),
  funnel: () => ({ window: "7d" }),
  retention: ({ start }) => ({ back: start, per: "day" }),
  stickiness: () => ({ per: "week" }),
  path: () => ({ anchor: EVERY_EVENT, depth: 5, window: "1d", top: 10 }),
  interval: ({ from }) => ({ to: from, window: "90d" }),
  heatmap: () => ({ view: { event: "page_view" } }),
  distribution: () => ({ metric: EVERY_EVENT }),
  ltv: () => ({ event: "*", per: "month", periods: 12 }),
  attribution: () => ({ lookback: "30d", model: "last_non_direct" }),
  virality: () => ({ per: "week" }),
  voice: () => ({ method: "nps", per: "month" }),
  status: () => ({ per: "day" }),
};

/** The same thing written another way, as the pages read it. */
const REWRITTEN: Record<string, (value: unknown) => unknown> = {
  by: (value) => (isObject(value) ? [value] : value),
  link: (value) => (typeof value === "string" ? { invite: value, accepted: value } : value),
  named_by: (value) => (value === "event" ? undefined : value),
  metric: (value) => (isObject(value) ? { aggregate: "count", ...EVERY_EVENT, ...value } : value),
};

const isObject = (value: unknown): value is Said =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The first field that a question of this kind cannot be without, and is; null: there is none. */
export function lacking(asked: unknown): string | null {
  if (!isObject(asked)) return null;
  return NEEDED[String(asked["kind"])]?.find((field) => asked[field] === undefined) ?? null;
}

/** A question with everything said that it means: whoever writes one by hand leaves out what is usual. */
export function withUsual<Asked extends { kind: string }>(asked: Asked): Asked {
  if (!isObject(asked)) return asked;
  const said = asked as Said;
  const usual = USUAL[asked.kind];
  const whole: Said = usual ? { range: { last: "30d" }, ...usual(said), ...said } : { ...said };
  for (const [field, rewrite] of Object.entries(REWRITTEN)) {
    if (field in whole) whole[field] = rewrite(whole[field]);
  }
  return whole as unknown as Asked;
}
