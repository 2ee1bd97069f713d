import type { TFunction } from "i18next";
import type { Clause, Condition } from "@/api/condition-types";
import { type Group, groupOf, kindOf, unwrapNot } from "./tree";
import { countWords, filterWords, rangeWords, rfmWords, stageWords, testWords } from "./words";

function filled(pattern: string, words: Record<string, string>): string {
  const said = pattern.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? "");
  return said.replace(/\s+/g, " ").trim();
}

function details(clause: Clause, t: TFunction): Record<string, string> {
  if ("attribute" in clause) {
    const { name, op, value } = clause.attribute;
    return { name: ` ${name} `, test: testWords(op, value, t) };
  }
  if ("did" in clause) {
    const { event, where, within } = clause.did;
    return {
      event: ` ${event} `,
      where: where ? ` ${t("rule.where", { filter: filterWords(where, t) })} ` : "",
      count: clause.did.op === undefined ? "" : ` ${countWords(clause.did, t)} `,
      within: ` ${rangeWords(within, t)}`,
    };
  }
  if ("segment" in clause) return { name: ` ${clause.segment.name}` };
  if ("stage" in clause)
    return { names: clause.stage.in.map((each) => stageWords(each, t)).join(t("rule.valueOr")) };
  if ("reached" in clause) {
    const { journey, outcome, within } = clause.reached;
    return {
      name: ` ${journey} `,
      outcome: t(`rule.outcome.${outcome as "opened"}`, { defaultValue: outcome }),
      within: ` ${rangeWords(within, t)}`,
    };
  }
  return { names: clause.rfm.in.map((each) => rfmWords(each, t)).join(t("rule.valueOr")) };
}

function describeGroup({ joint, children }: Group, t: TFunction): string {
  if (children.length === 0) return t("rule.everyone");
  const inner = children.map((each) => describeCondition(each, t));
  return inner.length > 1
    ? `(${inner.join(` ${t(joint === "all" ? "rule.and" : "rule.or")} `)})`
    : (inner[0] ?? "");
}

/** A condition in one sentence of the reader's language. */
export function describeCondition(condition: Condition | null, t: TFunction): string {
  if (!condition || Object.keys(condition).length === 0) return t("rule.everyone");
  const [negated, node] = unwrapNot(condition);
  const group = "not" in node ? null : groupOf(node);
  if (group) return `${negated ? "¬" : ""}${describeGroup(group, t)}`;
  const clause = node as Clause;
  const kind = kindOf(clause);
  if (kind === null) return `${negated ? "¬" : ""}${JSON.stringify(clause)}`;
  const not = t(`rule.${negated ? "negative" : "positive"}.${kind}`);
  return filled(t(`rule.clause.${kind}`), { not, ...details(clause, t) });
}
