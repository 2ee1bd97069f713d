import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { DistributionQuery } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { aggregateWords } from "@/builders/query/aggregate-words";
import { useProject } from "@/lib/project-context";

type Aggregate = DistributionQuery["metric"]["aggregate"];
interface Props {
  aggregate: Aggregate;
  onChange: (aggregate: Aggregate) => void;
}

const PLAIN = ["count", "days", "duration"] as const;
const OF_NUMBER = ["sum", "avg", "median", "max", "min"] as const;

/** Which number of a person: how often, on how many days, how long, how much. */
export function NumberBracket({ aggregate, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const properties = useQuery(catalogueQuery(project)).data?.properties ?? [];
  const numbers = [
    "revenue",
    ...properties.filter((each) => each.type === "number").map((each) => each.name),
  ];
  const texts = properties.filter((each) => each.type === "text").map((each) => each.name);
  const chosen = typeof aggregate === "string" ? aggregate : JSON.stringify(aggregate);
  const computed = [
    ...[...new Set(numbers)].flatMap((name) => OF_NUMBER.map((kind) => ({ [kind]: name }))),
    ...texts.map((name) => ({ distinct: name })),
  ];
  return (
    <ChoiceBracket
      search
      width={280}
      name={t("analysis.distribution.number")}
      items={[
        ...PLAIN.map((each) => ({ value: each as string, label: t(`analysis.distribution.of.${each}`) })),
        ...computed.map((each) => ({ value: JSON.stringify(each), label: aggregateWords(each, t) })),
      ]}
      value={chosen}
      {...(typeof aggregate === "string" ? {} : { label: aggregateWords(aggregate, t) })}
      onChange={(next) => onChange(next.startsWith("{") ? (JSON.parse(next) as Aggregate) : next)}
    />
  );
}
