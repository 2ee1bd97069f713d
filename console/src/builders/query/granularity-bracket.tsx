import { useTranslation } from "react-i18next";
import type { Granularity } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";

interface Props<Per extends Granularity | "none"> {
  per: Per;
  choices: readonly Per[];
  onChange: (per: Per) => void;
}

/** How long a period is. */
export function GranularityBracket<Per extends Granularity | "none">({ per, choices, onChange }: Props<Per>) {
  const { t } = useTranslation();
  const items = choices.map((value: Granularity | "none") => ({
    value,
    label: t(`question.granularity.${value}`),
  }));
  return (
    <ChoiceBracket
      items={items}
      value={per}
      name={t("question.per")}
      onChange={(next) => onChange(next as Per)}
    />
  );
}
