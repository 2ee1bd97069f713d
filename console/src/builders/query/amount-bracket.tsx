import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { useProject } from "@/lib/project-context";

interface Props {
  amount: string | undefined;
  event: string;
  onChange: (amount: string | undefined) => void;
}

const REVENUE = "";

/** Which number of the event is money; the built-in revenue field unless chosen. */
export function AmountBracket({ amount, event, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const properties = useQuery(catalogueQuery(project)).data?.properties ?? [];
  const numbers = properties.filter(
    ({ name, type, events }) =>
      type === "number" && name !== "revenue" && (!events?.length || events.includes(event)),
  );
  return (
    <ChoiceBracket
      name={t("question.revenue.revenue")}
      items={[
        { value: REVENUE, label: t("question.revenue.amountDefault") },
        ...numbers.map(({ name }) => ({ value: name, label: name })),
      ]}
      value={amount === undefined || amount === "revenue" ? REVENUE : amount}
      onChange={(next) => onChange(next === REVENUE ? undefined : next)}
    />
  );
}
