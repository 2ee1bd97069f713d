import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { TrendMetric } from "@/api/query-types";
import { EventBracket } from "@/builders/bracket/event-bracket";
import { FilterBracket } from "@/builders/bracket/filter-bracket";
import { AggregateBracket } from "@/builders/query/aggregate-bracket";
import { CalledBracket } from "@/builders/query/called-bracket";
import { Sentence } from "@/ui/sentence";

interface Props {
  metrics: TrendMetric[];
  onChange: (metrics: TrendMetric[]) => void;
}

const METRICS_MAX = 10;

function without(metric: TrendMetric, key: "where" | "name"): TrendMetric {
  const { [key]: _, ...rest } = metric;
  return rest;
}

/** The metrics of the sentence; more can be added, each can go. */
export function MetricWords({ metrics, onChange }: Props) {
  const { t } = useTranslation();
  const put = (at: number, metric: TrendMetric) =>
    onChange(metrics.map((each, index) => (index === at ? metric : each)));
  return (
    <>
      {metrics.map((metric, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a metric is its place in the question
        <span key={index}>
          {index > 0 ? t("question.byComma") : null}
          <Sentence
            text={t("question.trend.metric")}
            slots={{
              event: (
                <EventBracket event={metric.event} onChange={(event) => put(index, { ...metric, event })} />
              ),
              where: (
                <FilterBracket
                  filter={metric.where}
                  event={metric.event}
                  onChange={(where) => put(index, where ? { ...metric, where } : without(metric, "where"))}
                />
              ),
              aggregate: (
                <AggregateBracket
                  aggregate={metric.aggregate}
                  event={metric.event}
                  onChange={(aggregate) => put(index, { ...metric, aggregate })}
                />
              ),
              called: (
                <CalledBracket
                  name={metric.name}
                  onChange={(name) => put(index, name ? { ...metric, name } : without(metric, "name"))}
                />
              ),
            }}
          />
          {metrics.length > 1 ? (
            <Button
              size="small"
              type="text"
              icon={<CloseOutlined />}
              aria-label={t("question.trend.removeMetric")}
              onClick={() => onChange(metrics.filter((_, at) => at !== index))}
            />
          ) : null}
        </span>
      ))}
      {metrics.length < METRICS_MAX ? (
        <Button
          size="small"
          type="text"
          icon={<PlusOutlined />}
          aria-label={t("question.trend.addMetric")}
          title={t("question.trend.addMetric")}
          onClick={() => onChange([...metrics, { event: metrics[0]?.event ?? "", aggregate: "count" }])}
        />
      ) : null}
    </>
  );
}
