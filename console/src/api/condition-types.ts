/** The Condition language as the server reads it (docs/reference: languages). */
type Scalar = string | number | boolean;
export type OperatorValue = Scalar | Scalar[] | null;

export interface EventTest {
  property: string;
  /** Equal where none is named. */
  op?: string;
  value?: OperatorValue;
}
export type EventFilter = EventTest | { all: EventFilter[] } | { any: EventFilter[] } | { not: EventFilter };

export type TimeRange =
  | { last: string }
  | { before: string }
  | { from: string; to: string }
  | { from: string }
  | { to: string };

/** A point of the person's own time: their first or last event of a kind, moved. */
export interface Point {
  which: "first" | "last";
  event: Selection;
  moved?: { word: "after" | "before"; length: string };
}
/** Since such a point, for a while: `{since: {first: {event: "purchase"}, after: "1d"}, for: "7d"}`. */
export interface Since {
  since: string | Record<string, unknown>;
  for?: string;
}

export interface Selection {
  event: string;
  where?: EventFilter;
}
export interface AttributeTest {
  name: string;
  op: string;
  value?: OperatorValue;
}
type Aggregate = string | Record<string, string>;
export interface Did extends Omit<Selection, "event"> {
  /** One, any ("*"), or one of several. */
  event: string | string[];
  aggregate?: Aggregate;
  op?: string;
  value?: OperatorValue;
  within?: TimeRange | Since;
}
/** Events one after the other. */
export interface InOrder {
  steps: Selection[];
  without?: Selection;
  within?: string;
  during?: TimeRange;
}
/** A clause that a room of the server adds, such as `segment` or `tag`: its editor says what stands in it. */
export type FacetBody = Record<string, unknown>;
export type Clause =
  | { attribute: AttributeTest }
  | { did: Did }
  | { sequence: InOrder }
  | { [facet: string]: FacetBody };
export type Condition = Clause | { all: Condition[] } | { any: Condition[] } | { not: Condition };
