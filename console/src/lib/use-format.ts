import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { day, duration, instant, second } from "./date-format";
import { cents, compactNumber, money, percent, wholeNumber } from "./number-format";
import { useProject } from "./project-context";

/** Numbers, money and instants as this reader and this project write them. */
export function useFormat() {
  const { i18n } = useTranslation();
  const { zone, currency } = useProject();
  const language: "zh" | "en" = i18n.language.startsWith("en") ? "en" : "zh";
  return useMemo(
    () => ({
      language,
      zone,
      currency,
      compact: (value: number) => compactNumber(value, language),
      whole: wholeNumber,
      percent,
      cents,
      money: (value: number | null | undefined) => money(value, currency, language),
      day: (value: string | null | undefined) => day(value, zone),
      instant: (value: string | null | undefined) => instant(value, zone),
      second: (value: string | null | undefined) => second(value, zone),
      duration: (seconds: number | null | undefined) => duration(seconds, language),
    }),
    [language, zone, currency],
  );
}
