import { useTranslation } from "react-i18next";
import type { WebQuery } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { ToldBrackets } from "./told-brackets";

interface Props {
  visible: WebQuery["visible"];
  onChange: (visible: WebQuery["visible"]) => void;
}

const UNITS = ["ms", "s"] as const;
const SENT = "visible_ms";

/** Where it stands how long pages were visible, and in which unit. */
export function VisibleBrackets({ visible, onChange }: Props) {
  const { t } = useTranslation();
  const { unit, ...told } = visible ?? { event: "" };
  return (
    <>
      <ToldBrackets
        numbers
        told={visible ? told : undefined}
        name={t("analysis.web.visibleTold")}
        none={t("analysis.web.asCollected")}
        property={t("analysis.web.visibleProperty")}
        usual={SENT}
        onChange={(next) => onChange(next && unit ? { ...next, unit } : next)}
      />
      {visible ? (
        <ChoiceBracket
          name={t("analysis.web.unitName")}
          items={UNITS.map((value) => ({ value, label: t(`analysis.web.unit.${value}`) }))}
          value={unit ?? "ms"}
          onChange={(next) => onChange(next === "s" ? { ...told, unit: next } : told)}
        />
      ) : null}
    </>
  );
}
