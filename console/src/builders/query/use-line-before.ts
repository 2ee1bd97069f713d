import { useTranslation } from "react-i18next";
import type { TrendLine } from "@/charts/trend-chart/trend-series";

/** Makes the thin grey line of the range compared with; none without a comparison. */
export function useLineBefore(): (
  name: string,
  values: TrendLine["values"] | null | undefined,
) => TrendLine[] {
  const { t } = useTranslation();
  return (name, values) =>
    values ? [{ name: t("question.compareLine", { name }), values, quiet: true, thin: true }] : [];
}
