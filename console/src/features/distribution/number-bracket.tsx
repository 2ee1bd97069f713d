import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { DistributionQuery } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { useProject } from "@/lib/project-context";

type Aggregate = DistributionQuery["metric"]["aggregate"];
interface Props {
  aggregate: Aggregate;
  onChange: (aggregate: Aggregate) => void;
}

const PLAIN = ["count", "days", "duration"] as const;

/** Which number of a person: how often, on how many days, how long, how much. */
export function NumberBracket({ aggregate, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const properties = useQuery(catalogueQuery(project)).data?.properties ?? [];
  const numbers = [
    "revenue",
    ...properties.filter((each) => each.type === "number").map((each) => each.name),
  ];
  const value = typeof aggregate === "string" ? aggregate : `sum:${Object.values(aggregate)[0]}`;
  return (
    <ChoiceBracket
      search
      width={280}
      name={t("analysis.distribution.number")}
      items={[
        ...PLAIN.map((each) => ({ value: each as string, label: t(`analysis.distribution.of.${each}`) })),
        ...[...new Set(numbers)].map((name) => ({
          value: `sum:${name}`,
          label: t("analysis.distribution.of.sum", { name }),
        })),
      ]}
      value={value}
      onChange={(next) => onChange(next.startsWith("sum:") ? { sum: next.slice(4) } : next)}
    />
  );
}
