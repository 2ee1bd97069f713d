import { useTranslation } from "react-i18next";
import type { DistributionQuery } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";

interface Props {
  per: DistributionQuery["per"];
  onChange: (per: DistributionQuery["per"]) => void;
}

const PERS = ["day", "week", "month", "quarter"] as const;
const WHOLE = "–";

/** Whether each period is told as well, and how long one is. */
export function PeriodsBracket({ per, onChange }: Props) {
  const { t } = useTranslation();
  const items = [
    { value: WHOLE, label: t("analysis.distribution.perNothing") },
    ...PERS.map((value) => ({ value, label: t(`analysis.distribution.per.${value}`) })),
  ];
  return (
    <ChoiceBracket
      name={t("question.per")}
      items={items}
      value={per ?? WHOLE}
      empty={!per}
      onChange={(next) => onChange(PERS.find((each) => each === next))}
    />
  );
}
