import { useTranslation } from "react-i18next";
import type { RevenueQuery, RevenueResult } from "@/api/query-types";
import { Figure, PeopleFigure } from "@/builders/query/figure";
import { useFormat } from "@/lib/use-format";

interface Props {
  query: RevenueQuery;
  result: RevenueResult;
}
const MEANS = ["aov", "arpu", "arppu"] as const;

/** The key figures, and below them what they were in the range compared with. */
export function RevenueFigures({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { previous } = result;
  return (
    <div className="stats">
      {(["revenue", "orders"] as const).map((of) => (
        <Figure
          key={of}
          label={t(`question.revenue.${of}`)}
          now={result[of]}
          before={previous?.[of]}
          say={of === "revenue" ? format.money : format.compact}
        />
      ))}
      <PeopleFigure
        label={t("question.revenue.payers")}
        now={result.payers}
        before={previous?.payers}
        behind={{
          title: t("question.revenue.payers"),
          source: { kind: "query", query, who: { of: "payers" } },
        }}
      />
      {MEANS.map((mean) => (
        <Figure
          key={mean}
          label={t(`question.revenue.${mean}`)}
          hint={t(`question.revenue.hint.${mean}`)}
          now={result[mean]}
          before={previous?.[mean]}
          say={format.money}
        />
      ))}
      <Figure
        label={t("question.revenue.repurchase")}
        hint={t("question.revenue.hint.repurchase")}
        now={result.repurchase_rate}
        before={previous?.repurchase_rate}
        say={format.percent}
      />
    </div>
  );
}
