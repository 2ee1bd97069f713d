import { useQuery } from "@tanstack/react-query";
import { InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { Did } from "@/api/condition-types";
import { Bracket } from "@/builders/bracket/bracket";
import { useProject } from "@/lib/project-context";
import { hasValue } from "./complete";
import { aggregateOf, countWords, opWords } from "./words";

interface Props {
  did: Did;
  onChange: (did: { [Key in keyof Did]: Did[Key] | undefined }) => void;
}

const AGGREGATES = ["count", "sum", "avg", "max", "min", "distinct"] as const;
const OPERATORS = ["gte", "lte", "gt", "lt", "eq"] as const;
const here = (node: HTMLElement) => node.parentElement ?? document.body;

/** How often, or how much in total. */
export function CountBracket({ did, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const properties = useQuery(catalogueQuery(project)).data?.properties ?? [];
  const [kind, property] = aggregateOf(did);
  const numbers = properties.filter((each) => kind === "distinct" || each.type === "number");
  const started = { ...did, op: did.op ?? "gte", value: did.value ?? 1 };
  const choose = (next: string) => {
    if (next === "once") return onChange({ ...did, aggregate: undefined, op: undefined, value: undefined });
    if (next === "count") return onChange({ ...started, aggregate: undefined });
    onChange({ ...started, aggregate: { [next]: property ?? numbers[0]?.name ?? "revenue" } });
  };
  const wrong = did.op !== undefined && !hasValue(did.op, did.value);
  return (
    <Bracket label={countWords(did, t)} name={t("rule.countOf")} empty={did.op === undefined} wrong={wrong}>
      {(close) => (
        <div className="stack" style={{ gap: 8 }}>
          <Select
            aria-label={t("rule.countOf")}
            value={did.op === undefined ? "once" : kind}
            options={[
              { value: "once", label: t("rule.atLeastOnce") },
              ...AGGREGATES.map((each) => ({ value: each, label: t(`rule.aggregate.${each}`) })),
            ]}
            onChange={choose}
            getPopupContainer={here}
          />
          {property === null ? null : (
            <Select
              showSearch
              aria-label={t("rule.ofProperty")}
              value={property}
              options={[
                { value: "revenue", label: "revenue" },
                ...numbers
                  .filter((each) => each.name !== "revenue")
                  .map(({ name }) => ({ value: name, label: name })),
              ]}
              onChange={(name: string) => onChange({ ...started, aggregate: { [kind]: name } })}
              getPopupContainer={here}
            />
          )}
          {did.op === undefined ? null : (
            <div className="row" style={{ flexWrap: "nowrap" }}>
              <Select
                aria-label={t("rule.compare")}
                value={did.op}
                style={{ width: 80 }}
                options={OPERATORS.map((op) => ({ value: op, label: opWords(op, t) }))}
                onChange={(op: string) => onChange({ ...did, op })}
                getPopupContainer={here}
              />
              <InputNumber
                autoFocus
                style={{ flex: 1 }}
                aria-label={t("rule.pickValue")}
                value={typeof did.value === "number" ? did.value : null}
                onChange={(value) => onChange({ ...did, value: value ?? undefined })}
                onPressEnter={close}
              />
            </div>
          )}
        </div>
      )}
    </Bracket>
  );
}
