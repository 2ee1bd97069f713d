import { useTranslation } from "react-i18next";
import type { Alert } from "@/api/alerts";
import { useAlertNumbers } from "./use-alert-numbers";

/** What is out of the ordinary, in words. */
export function useRule(): (alert: Alert) => string {
  const { t } = useTranslation();
  const write = useAlertNumbers();
  return ({ unit, draft: { per, metric, threshold, anomaly } }) => {
    const number = write(unit);
    const of = metric ?? t("alert.question");
    const each = t(`alert.per.${per ?? "day"}`);
    if (threshold) {
      const below = threshold.below == null ? null : `< ${number(threshold.below)}`;
      const above = threshold.above == null ? null : `> ${number(threshold.above)}`;
      return `${of} · ${each} · ${[below, above].filter(Boolean).join(" / ")}`;
    }
    return `${of} · ${each} · ${t(`alert.side.${anomaly?.side ?? "both"}`)} · ${t(
      `alert.sensitivity.${anomaly?.sensitivity ?? "normal"}`,
    )}`;
  };
}
