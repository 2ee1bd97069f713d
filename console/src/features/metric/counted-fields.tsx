import { useQuery } from "@tanstack/react-query";
import { Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { MetricBody } from "@/api/metrics";
import { useProject } from "@/lib/project-context";
import { Choice } from "@/ui/choice";

type Definition = MetricBody["definition"];
interface Counted {
  event?: string;
  aggregate?: string | Record<string, string>;
}
interface Props {
  value?: Definition;
  onChange?: (value: Definition) => void;
  names: string[];
}

const AGGREGATES = ["people", "count", "per_person", "revenue"] as const;

/** An event and what is counted of it, or a formula over other metrics. */
export function CountedFields({ value = {}, onChange, names }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const known = useQuery(catalogueQuery(project));
  const formula = value["formula"];
  const isFormula = typeof formula === "string";
  const counted = (value["metric"] ?? {}) as Counted;
  const put = (change: Counted) => onChange?.({ ...value, metric: { ...counted, ...change } as never });
  const aggregate = typeof counted.aggregate === "string" ? counted.aggregate : "revenue";
  return (
    <div className="stack">
      <Choice
        label={t("metric.definition")}
        value={isFormula ? "formula" : "metric"}
        onChange={(form) =>
          onChange?.(form === "formula" ? { formula: "" } : { metric: { aggregate: "people" } })
        }
        of={["metric", "formula"]}
        say={(form) => t(form === "metric" ? "metric.counted" : "metric.computed")}
      />
      {isFormula ? (
        <>
          <Input
            aria-label={t("metric.computed")}
            placeholder="orders / visitors"
            value={formula}
            onChange={(event) => onChange?.({ formula: event.target.value })}
          />
          <span className="note">{t("metric.names", { names: names.join(", ") })}</span>
        </>
      ) : (
        <div className="row">
          <Select
            showSearch
            style={{ width: 240 }}
            aria-label={t("metric.event")}
            placeholder={t("metric.event")}
            value={counted.event ?? null}
            options={[
              { value: "*", label: t("metric.anyEvent") },
              ...(known.data?.events ?? []).map((each) => ({ value: each.name, label: each.name })),
            ]}
            onChange={(event) => put({ event: event ?? "" })}
          />
          <Select
            style={{ width: 200 }}
            aria-label={t("metric.aggregate.label")}
            value={aggregate}
            options={AGGREGATES.map((each) => ({ value: each, label: t(`metric.aggregate.${each}`) }))}
            onChange={(each) => put({ aggregate: each === "revenue" ? { sum: "revenue" } : each })}
          />
        </div>
      )}
    </div>
  );
}
