import { useTranslation } from "react-i18next";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { SpanBracket } from "./span-bracket";

interface Visits {
  silence?: string;
  midnight?: boolean;
  /** Cut at another campaign; true when it is left out. */
  campaign?: boolean;
}
interface Props {
  visits: Visits;
  onChange: (next: { [Key in keyof Visits]?: Visits[Key] | undefined }) => void;
}

const SILENCE = "30min";
const CUTS = ["campaign", "midnight", "both", "neither"] as const;

/** After how long a silence a visit is over. */
export function SilenceBracket({ visits, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <SpanBracket
      name={t("analysis.session.silence")}
      span={visits.silence ?? SILENCE}
      onChange={(silence) => onChange({ silence })}
    />
  );
}

/** Where else visits are cut. */
export function CutsBracket({ visits, onChange }: Props) {
  const { t } = useTranslation();
  const cuts = [visits.midnight ? "midnight" : "", visits.campaign === false ? "" : "campaign"];
  return (
    <ChoiceBracket
      name={t("analysis.session.cut")}
      width={280}
      items={CUTS.map((value) => ({ value, label: t(`analysis.session.cuts.${value}`) }))}
      value={cuts.every(Boolean) ? "both" : cuts.find(Boolean) || "neither"}
      onChange={(next) =>
        onChange({
          midnight: next === "midnight" || next === "both" || undefined,
          campaign: next === "campaign" || next === "both" ? undefined : false,
        })
      }
    />
  );
}
