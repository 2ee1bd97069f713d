import { useTranslation } from "react-i18next";
import type { Compare } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";

interface Props {
  compare: Compare | undefined;
  onChange: (compare: Compare | undefined) => void;
}

const NOTHING = "–";
const CHOICES: Compare[] = ["previous", "year"];

/** What the range is compared with: nothing, the time before it, or last year. */
export function CompareBracket({ compare, onChange }: Props) {
  const { t } = useTranslation();
  const items = [
    { value: NOTHING, label: t("question.compareNothing") },
    ...CHOICES.map((value) => ({ value, label: t(`question.compare.${value}`) })),
  ];
  return (
    <ChoiceBracket
      width={240}
      name={t("question.compareName")}
      items={items}
      value={compare ?? NOTHING}
      empty={!compare}
      onChange={(next) => onChange(CHOICES.find((each) => each === next))}
    />
  );
}
