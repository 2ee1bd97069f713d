import { useTranslation } from "react-i18next";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";

const DAYS = [30, 90, 180, 365];
const EVER = "";

interface Props {
  days: number | undefined;
  onChange: (days: number | undefined) => void;
}

/** Over how long amounts are added up. */
export function LastDaysBracket({ days, onChange }: Props) {
  const { t } = useTranslation();
  const known = days === undefined || DAYS.includes(days) ? DAYS : [days, ...DAYS];
  return (
    <ChoiceBracket
      name={t("value.lastDays")}
      value={days === undefined ? EVER : String(days)}
      items={[
        { value: EVER, label: t("value.ask.ever") },
        ...known.map((n) => ({ value: String(n), label: t("value.ask.lastDays", { n }) })),
      ]}
      onChange={(next) => onChange(next === EVER ? undefined : Number(next))}
    />
  );
}
