import { useTranslation } from "react-i18next";
import type { Alert } from "@/api/alerts";
import { useFormat } from "@/lib/use-format";

type Unit = Alert["unit"];
type Write = (number: number | null | undefined) => string;

/** From which number to which is in order; one of the two may be open. */
export function bandWords(
  low: number | null | undefined,
  high: number | null | undefined,
  say: Write,
): string {
  if (low == null) return high == null ? "–" : `≤ ${say(high)}`;
  return high == null ? `≥ ${say(low)}` : `${say(low)} – ${say(high)}`;
}

/** Writes the numbers of an alert as the metric it watches says them; a dash for none. */
export function useAlertNumbers(): (unit: Unit | undefined) => Write {
  const { t } = useTranslation();
  const format = useFormat();
  return (unit) => {
    if (unit === "money") return format.money;
    if (unit === "share") return format.percent;
    if (unit === "seconds") return format.duration;
    return (number) => {
      if (number == null) return "–";
      const said = format.compact(number);
      return unit === "people" || unit === "count" ? t(`alert.counted.${unit}`, { n: said }) : said;
    };
  };
}
