import { useTranslation } from "react-i18next";
import type { AlertBody } from "@/api/alerts";

/** What is out of the ordinary, in words. */
export function useRule(): (alert: AlertBody) => string {
  const { t } = useTranslation();
  return ({ per, metric, threshold, anomaly }) => {
    const of = metric ?? t("alert.question");
    const each = t(`alert.per.${per ?? "day"}`);
    if (threshold) {
      const below = threshold.below == null ? null : `< ${threshold.below}`;
      const above = threshold.above == null ? null : `> ${threshold.above}`;
      return `${of} · ${each} · ${[below, above].filter(Boolean).join(" / ")}`;
    }
    return `${of} · ${each} · ${t(`alert.side.${anomaly?.side ?? "both"}`)} · ${t(
      `alert.sensitivity.${anomaly?.sensitivity ?? "normal"}`,
    )}`;
  };
}
