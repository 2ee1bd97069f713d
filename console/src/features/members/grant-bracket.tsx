import { InputNumber, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import type { EarningDefinition } from "@/api/earning";
import { Bracket } from "@/builders/bracket/bracket";
import { AmountBracket } from "@/builders/query/amount-bracket";

interface Props {
  definition: EarningDefinition;
  onChange: (change: { [Key in keyof EarningDefinition]?: unknown }) => void;
}

/** How many points: a fixed number, or so many per unit of an amount. */
export function GrantBracket({ definition, onChange }: Props) {
  const { t } = useTranslation();
  const { points, per_amount, amount, event } = definition;
  const fixed = points !== undefined;
  const n = fixed ? points : (per_amount ?? 1);
  const label = fixed
    ? t("member.rules.fixed", { n })
    : t("member.rules.perAmount", { n, amount: amount ?? t("question.revenue.amountDefault") });
  const put = (value: number) => onChange(fixed ? { points: value } : { per_amount: value });
  return (
    <Bracket label={label} name={t("member.rules.grantKind")}>
      {(close) => (
        <div className="stack" style={{ gap: 8 }}>
          <Segmented
            block
            value={fixed ? "fixed" : "per"}
            options={[
              { value: "fixed", label: t("member.rules.kindFixed") },
              { value: "per", label: t("member.rules.kindPer") },
            ]}
            onChange={(kind) =>
              onChange(
                kind === "fixed"
                  ? { points: Math.max(1, Math.round(n)), per_amount: undefined, amount: undefined }
                  : { points: undefined, per_amount: n },
              )
            }
          />
          <InputNumber
            autoFocus
            min={fixed ? 1 : 0.000001}
            {...(fixed ? { precision: 0 } : {})}
            aria-label={t("member.rules.number")}
            value={n}
            style={{ width: "100%" }}
            onChange={(value) => value && put(value)}
            onPressEnter={close}
          />
          {fixed ? null : (
            <AmountBracket amount={amount} event={event} onChange={(next) => onChange({ amount: next })} />
          )}
        </div>
      )}
    </Bracket>
  );
}
