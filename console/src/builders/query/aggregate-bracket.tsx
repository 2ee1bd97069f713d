import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { TrendMetric } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { aggregateWords } from "@/builders/query/aggregate-words";
import { useProject } from "@/lib/project-context";

type Aggregate = NonNullable<TrendMetric["aggregate"]>;

interface Props {
  aggregate: Aggregate | undefined;
  event: string;
  onChange: (aggregate: Aggregate) => void;
}

const PLAIN = ["people", "count", "per_person", "days"] as const;
const OF_NUMBER = ["sum", "avg", "median", "max", "min", "p25", "p75", "p90", "p95", "p99"] as const;

function keyOf(aggregate: Aggregate | undefined): string {
  if (aggregate === undefined) return "count";
  return typeof aggregate === "string" ? aggregate : JSON.stringify(aggregate);
}

/** What is computed: people, how often, or a sum or mean of a number. */
export function AggregateBracket({ aggregate, event, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const properties = useQuery(catalogueQuery(project)).data?.properties ?? [];
  const fitting = properties.filter(({ events }) => !events?.length || events.includes(event));
  const numbers = [
    ...new Set(["revenue", ...fitting.filter((each) => each.type === "number").map((each) => each.name)]),
  ];
  const texts = fitting.filter((each) => each.type === "text").map((each) => each.name);
  const choices: Aggregate[] = [
    ...PLAIN,
    ...numbers.flatMap((name) => OF_NUMBER.map((kind) => ({ [kind]: name }))),
    ...texts.map((name) => ({ distinct: name })),
  ];
  return (
    <ChoiceBracket
      search
      width={300}
      name={t("rule.countOf")}
      items={choices.map((each) => ({ value: keyOf(each), label: aggregateWords(each, t) }))}
      value={keyOf(aggregate)}
      label={aggregateWords(aggregate, t)}
      onChange={(key) => onChange(key.startsWith("{") ? (JSON.parse(key) as Record<string, string>) : key)}
    />
  );
}
