import type { Compared, Granularity, Step } from "./query-types";

/** Questions about the pages of a site: a property of some events, the collectors' own unless it is named. */
export interface Told extends Step {
  property?: string;
}
export interface HeatmapQuery extends Compared {
  kind: "heatmap";
  /** The page of most clicks when it is left out; `*` stands for anything. */
  page?: string;
  /** Whatever the collectors send as clicks when it is left out. */
  click?: Step;
  view: Step;
  element?: { property: string };
  /** What stands on an element. */
  label?: { property: string };
  /** What tells pages apart; their path when it is left out. */
  named_by?: { property: string };
  /** Properties with where a click was; those of the collectors when they are left out. */
  position?: Partial<Record<HeatPlace, string>>;
  silence?: string;
  /** Parts of the page's width that positions are counted in. */
  columns?: number;
  /** Pixels of a row of positions. */
  row?: number;
}
export type HeatPlace =
  | "x"
  | "y"
  | "page_width"
  | "page_height"
  | "x_ratio"
  | "y_ratio"
  | "element_width"
  | "element_height";
export interface WebQuery extends Compared {
  kind: "web";
  view: Step;
  /** Where on-site search words stand; found by itself when it is left out. */
  search?: Told;
  /** What tells how long pages were visible; found by itself when it is left out. */
  visible?: Told & { unit?: "s" };
  /** A property of the first event of a visit, or `entry`, `exit`, `page`. */
  dimension: string;
  /** How visits are cut, as in `session`. */
  silence?: string;
  midnight?: boolean;
  campaign?: boolean;
  per: Granularity;
}
