import { useTranslation } from "react-i18next";
import type { RfmThresholds } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";

const CHOICES: Record<string, RfmThresholds> = {
  mean: "mean",
  median: "median",
  quantile: { quantile: 0.8 },
  levels: { levels: 5, high: 4 },
};

function nameOf(thresholds: RfmThresholds | undefined): string {
  if (!thresholds || thresholds === "mean") return "mean";
  if (thresholds === "median") return "median";
  return "levels" in thresholds ? "levels" : "quantile";
}

interface Props {
  thresholds: RfmThresholds | undefined;
  onChange: (thresholds: RfmThresholds) => void;
}

/** Where low ends and high begins. */
export function ThresholdsBracket({ thresholds, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <ChoiceBracket
      name={t("lifecycle.rfm.thresholds")}
      value={nameOf(thresholds)}
      items={Object.keys(CHOICES).map((value) => ({
        value,
        label: t(`lifecycle.rfm.by.${value as "mean"}`),
      }))}
      onChange={(name) => onChange(CHOICES[name] ?? "mean")}
    />
  );
}
