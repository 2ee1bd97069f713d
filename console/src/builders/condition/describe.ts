import type { TFunction } from "i18next";
import type { AttributeTest, Clause, Condition, Did, InOrder, Selection } from "@/api/condition-types";
import { facetParts } from "./facet-words";
import { type Group, groupOf, partOf, unwrapNot } from "./tree";
import type { EditorOf } from "./use-editors";
import { countWords, eventWords, filterWords, lengthWords, rangeWords, testWords, whenWords } from "./words";

/** What is needed to say a condition: words, and the kinds that rooms add. */
export interface Tongue {
  t: TFunction;
  editorOf: EditorOf;
  say: (said: { zh: string; en: string }) => string;
}

const HOLE = "…";
const GAP = "\0";
const GAPS = /\0+/g;
const WIDE = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/;

/** A space wherever Latin letters meet something; Chinese signs stand side by side. */
function spaced(said: string): string {
  const closed = said.replace(GAPS, (gaps, at: number) => {
    const [before = "", after = ""] = [said[at - 1], said[at + gaps.length]];
    return WIDE.test(before) && WIDE.test(after) ? "" : " ";
  });
  return closed.trim();
}

function filled(pattern: string, words: Record<string, string>): string {
  const gapped = pattern.replace(/ /g, GAP);
  return spaced(
    gapped.replace(/\{(\w+)\}/g, (_, name: string) => `${GAP}${(words[name] ?? "").trim()}${GAP}`),
  );
}

function attributeDetails({ name, op, value }: AttributeTest, t: TFunction): Record<string, string> {
  return { name: ` ${name || HOLE} `, test: testWords(op, value, t) };
}

function didDetails(did: Did, t: TFunction): Record<string, string> {
  return {
    event: ` ${eventWords(did.event, t)} `,
    where: did.where ? ` ${t("rule.where", { filter: filterWords(did.where, t) })} ` : "",
    count: did.op === undefined ? "" : ` ${countWords(did, t)} `,
    within: ` ${whenWords(did.within, t)}`,
  };
}

function selectionWords({ event, where }: Selection, t: TFunction): string {
  return where ? `${eventWords(event, t)} (${filterWords(where, t)})` : eventWords(event, t);
}

function orderDetails({ steps, without, within, during }: InOrder, t: TFunction): Record<string, string> {
  return {
    steps: ` ${steps.map((step) => selectionWords(step, t)).join(" → ")} `,
    within: within ? ` ${t("rule.inAll", { length: lengthWords(within, t) })} ` : "",
    without: without ? ` ${t("rule.without", { event: selectionWords(without, t) })} ` : "",
    during: during ? ` ${rangeWords(during, t)}` : "",
  };
}

function describeClause(clause: Clause, negated: boolean, { t, editorOf, say }: Tongue): string {
  const part = partOf(clause);
  if (part.kind === "facet") {
    const editor = editorOf(part.name, part.body);
    if (editor) return filled(...facetParts(editor, part.body, negated, t, say));
    return `${negated ? "¬" : ""}${part.name} ${Object.values(part.body).flat().join(t("rule.valueOr"))}`;
  }
  const not = t(`rule.${negated ? "negative" : "positive"}.${part.kind}`);
  const details =
    part.kind === "attribute"
      ? attributeDetails(part.body, t)
      : part.kind === "did"
        ? didDetails(part.body, t)
        : orderDetails(part.body, t);
  return filled(t(`rule.clause.${part.kind}`), { not, ...details });
}

function describeGroup({ joint, children }: Group, tongue: Tongue, inside: boolean): string {
  const { t } = tongue;
  if (children.length === 0) return t("rule.everyone");
  const inner = children.map((each) => said(each, tongue, inside || children.length > 1));
  if (inner.length < 2) return inner[0] ?? "";
  const joined = spaced(inner.join(`${GAP}${t(joint === "all" ? "rule.and" : "rule.or")}${GAP}`));
  return inside ? `(${joined})` : joined;
}

function said(condition: Condition | null, tongue: Tongue, inside: boolean): string {
  if (!condition || Object.keys(condition).length === 0) return tongue.t("rule.everyone");
  const [negated, node] = unwrapNot(condition);
  const group = "not" in node ? null : groupOf(node);
  if (group) return `${negated ? "¬" : ""}${describeGroup(group, tongue, inside || negated)}`;
  return describeClause(node as Clause, negated, tongue);
}

/** A condition in one sentence of the reader's language; only groups inside of others stand in parentheses. */
export function describeCondition(condition: Condition | null, tongue: Tongue): string {
  return said(condition, tongue, false);
}
