/** The Condition language as the server reads it (docs/reference: languages). */
type Scalar = string | number | boolean;
export type OperatorValue = Scalar | Scalar[] | null;

export interface EventTest {
  property: string;
  op: string;
  value?: OperatorValue;
}
export type EventFilter = EventTest | { all: EventFilter[] } | { any: EventFilter[] } | { not: EventFilter };

export type TimeRange = { last: string } | { from: string; to: string } | { to: string };

export interface AttributeTest {
  name: string;
  op: string;
  value?: OperatorValue;
}
type Aggregate = "count" | Record<string, string>;
export interface Did {
  event: string;
  where?: EventFilter;
  aggregate?: Aggregate;
  op?: string;
  value?: OperatorValue;
  within?: TimeRange;
}
export interface Reached {
  journey: string;
  outcome: string;
  within?: TimeRange;
}
export type Clause =
  | { attribute: AttributeTest }
  | { did: Did }
  | { segment: { name: string } }
  | { stage: { model?: string; in: string[] } }
  | { rfm: { in: string[] } }
  | { reached: Reached };
export type Condition = Clause | { all: Condition[] } | { any: Condition[] } | { not: Condition };
