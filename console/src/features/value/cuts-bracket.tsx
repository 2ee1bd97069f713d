import { InputNumber, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { Bracket } from "@/builders/bracket/bracket";
import { useFormat } from "@/lib/use-format";
import { FIRST_CUTS, type Ruled } from "./question-rules";
import { SHARE } from "./share-input";

type Cuts = Pick<Ruled, "cut_by" | "high" | "middle">;

interface Props {
  cuts: Cuts;
  onChange: (cuts: Cuts) => void;
}

const TIERS = ["high", "middle"] as const;

/** Where tiers are cut: by share of the people, or by what they bring. */
export function CutsBracket({ cuts, onChange }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { cut_by, high, middle } = cuts;
  const said = (cut: number) => (cut_by === "share" ? format.percent(cut, 0) : format.compact(cut));
  const own = { cut_by, high, middle };
  return (
    <Bracket
      name={t("value.ask.cuts")}
      label={t(`value.ask.cut.${cut_by}`, { high: said(high), middle: said(middle) })}
      width={300}
    >
      {(close) => (
        <div className="stack" style={{ gap: 8 }}>
          <Segmented<Ruled["cut_by"]>
            value={cut_by}
            onChange={(by) => onChange({ cut_by: by, ...FIRST_CUTS[by] })}
            options={[
              { value: "share", label: t("value.byShare") },
              { value: "amount", label: t("value.byAmount") },
            ]}
          />
          {TIERS.map((tier) => (
            <div key={tier} className="row">
              <span style={{ flex: 1 }}>{t(`value.tier.${tier}`)}</span>
              <InputNumber<number>
                {...(cut_by === "share" ? SHARE : { min: 0 })}
                aria-label={t(`value.tier.${tier}`)}
                style={{ width: 120 }}
                value={own[tier]}
                onChange={(next) => next && onChange({ ...own, [tier]: next })}
                onPressEnter={close}
              />
            </div>
          ))}
        </div>
      )}
    </Bracket>
  );
}
