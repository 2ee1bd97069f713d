import { Input } from "antd";
import { useTranslation } from "react-i18next";
import type { Condition, EventFilter } from "@/api/condition-types";
import type { MetricBody } from "@/api/metrics";
import type { TrendMetric } from "@/api/query-types";
import { FilterBracket } from "@/builders/bracket/filter-bracket";
import { AggregateBracket } from "@/builders/query/aggregate-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { StepBrackets } from "@/builders/query/step-brackets";
import { Choice } from "@/ui/choice";
import { Sentence } from "@/ui/sentence";

type Definition = MetricBody["definition"];
interface Props {
  value?: Definition;
  onChange?: (value: Definition) => void;
  names: string[];
}

const ANY = "*";

/** An event and what is counted of it, or a formula over other metrics. */
export function CountedFields({ value = {}, onChange, names }: Props) {
  const { t } = useTranslation();
  const formula = value["formula"];
  const isFormula = typeof formula === "string";
  return (
    <div className="stack">
      <Choice
        label={t("metric.definition")}
        value={isFormula ? "formula" : "metric"}
        onChange={(form) =>
          onChange?.(form === "formula" ? { formula: "" } : { metric: { event: ANY, aggregate: "people" } })
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
        <Counted value={value} change={(next) => onChange?.(next)} />
      )}
    </div>
  );
}

/** The same words as on a question's page: what is counted, of which events, of whom. */
function Counted({ value, change }: { value: Definition; change: (value: Definition) => void }) {
  const { t } = useTranslation();
  const counted = { event: ANY, ...(value["metric"] as Partial<TrendMetric> | undefined) };
  const put = (metric: TrendMetric) => change({ ...value, metric: metric as never });
  const narrow = (name: "people" | "filter", by: unknown) => {
    const { [name]: _, ...rest } = value;
    change(by === undefined ? rest : { ...rest, [name]: by as never });
  };
  return (
    <div className="sentence">
      <Sentence
        text={t("metric.sentence")}
        slots={{
          event: (
            <StepBrackets
              any
              step={counted}
              onChange={({ event, where }) =>
                put({
                  event,
                  ...(counted.aggregate === undefined ? {} : { aggregate: counted.aggregate }),
                  ...(where ? { where } : {}),
                })
              }
            />
          ),
          aggregate: (
            <AggregateBracket
              event={counted.event}
              aggregate={counted.aggregate}
              onChange={(aggregate) => put({ ...counted, aggregate })}
            />
          ),
          people: (
            <PeopleBracket
              people={value["people"] as Condition | undefined}
              onChange={(people) => narrow("people", people)}
            />
          ),
        }}
      />
      {value["filter"] ? (
        <FilterBracket
          filter={value["filter"] as EventFilter}
          onChange={(filter) => narrow("filter", filter)}
        />
      ) : null}
    </div>
  );
}
