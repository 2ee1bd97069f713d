import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { Did } from "@/api/condition-types";
import { Bracket } from "@/builders/bracket/bracket";
import { ANY } from "@/builders/bracket/event-bracket";
import { useProject } from "@/lib/project-context";
import { firstTest, hasValue } from "./operators";
import { TestEditor } from "./test-editor";
import { aggregateOf, countWords } from "./words";

interface Props {
  did: Did;
  onChange: (did: { [Key in keyof Did]: Did[Key] | undefined }) => void;
}

const AGGREGATES = [
  "count",
  "days",
  "sum",
  "avg",
  "median",
  "p90",
  "max",
  "min",
  "distinct",
  "first",
  "last",
] as const;
const WITHOUT_PROPERTY = new Set(["count", "days"]);
const OF_ANY = new Set(["distinct", "first", "last"]);
const OWN_TYPE = new Set(["first", "last"]);
const ALL_AT_ONCE = 420;
const here = (node: HTMLElement) => node.parentElement ?? document.body;

/** The event whose values can be suggested, where it is one. */
function oneEvent({ event }: Did): { event?: string } {
  return typeof event === "string" && event !== ANY ? { event } : {};
}

/** How often, how much in total, or what it was the first or last time. */
export function CountBracket({ did, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const properties = useQuery(catalogueQuery(project)).data?.properties ?? [];
  const [kind, property] = aggregateOf(did);
  const fitting = (of: string) => properties.filter((each) => OF_ANY.has(of) || each.type === "number");
  const typeOf = (name: string | null, of: string) =>
    OWN_TYPE.has(of) ? (properties.find((each) => each.name === name)?.type ?? "number") : "measure";
  const started = (next: Did["aggregate"] | undefined, type: string) => {
    const { op, value } = firstTest(type === "number" ? "measure" : type);
    onChange({ ...did, aggregate: next, op, value });
  };
  const choose = (next: string) => {
    if (next === "once") return onChange({ ...did, aggregate: undefined, op: undefined, value: undefined });
    if (next === "count") return started(undefined, "measure");
    if (WITHOUT_PROPERTY.has(next)) return started(next, "measure");
    const names = fitting(next).map((each) => each.name);
    const kept = property !== null && names.includes(property) ? property : (names[0] ?? "revenue");
    started({ [next]: kept }, typeOf(kept, next));
  };
  const names = [...new Set(["revenue", ...fitting(kind).map((each) => each.name)])];
  const type = typeOf(property, kind);
  const wrong = did.op !== undefined && !hasValue(did.op, did.value);
  return (
    <Bracket label={countWords(did, t)} name={t("rule.countOf")} empty={did.op === undefined} wrong={wrong}>
      {() => (
        <div className="stack" style={{ gap: 8 }}>
          <Select
            aria-label={t("rule.countOf")}
            value={did.op === undefined ? "once" : kind}
            listHeight={ALL_AT_ONCE}
            options={[
              { value: "once", label: t("rule.atLeastOnce") },
              ...AGGREGATES.map((each) => ({ value: each as string, label: t(`rule.aggregate.${each}`) })),
            ]}
            onChange={choose}
            getPopupContainer={here}
          />
          {property === null ? null : (
            <Select
              showSearch
              aria-label={t("rule.ofProperty")}
              value={property}
              options={names.map((name) => ({ value: name, label: name }))}
              onChange={(name: string) => started({ [kind]: name }, typeOf(name, kind))}
              getPopupContainer={here}
            />
          )}
          {did.op === undefined ? null : (
            <TestEditor
              type={type}
              test={{ op: did.op, ...(did.value === undefined ? {} : { value: did.value }) }}
              {...(property === null ? {} : { valuesOf: { property, ...oneEvent(did) } })}
              onChange={({ op, value }) => onChange({ ...did, op, value })}
            />
          )}
        </div>
      )}
    </Bracket>
  );
}
