import { useTranslation } from "react-i18next";
import type { RevenueQuery, RevenueResult } from "@/api/query-types";
import { spanWords } from "@/builders/condition/words";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { Figure, PeopleFigure } from "@/builders/query/figure";
import { useFormat } from "@/lib/use-format";

interface Props {
  query: RevenueQuery;
  result: RevenueResult;
}
const MEANS = ["aov", "arpu", "arppu"] as const;

type Repurchase = NonNullable<RevenueResult["repurchase"]>;
interface AgainProps {
  query: RevenueQuery;
  now: Repurchase | null;
  before: Repurchase | null;
}

/** Who bought again in time, who still may, and how long it took them. */
function Again({ query, now, before }: AgainProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!now) return null;
  const within = { span: spanWords(query.repurchase_within ?? "", t) };
  const behind = (of: "again" | "waiting") => ({
    title: t(`question.revenue.${of}`, within),
    source: { kind: "query" as const, query, who: { of } },
  });
  return (
    <>
      <PeopleFigure
        label={t("question.revenue.again", within)}
        hint={t("question.revenue.hint.again", within)}
        now={now.again}
        before={before?.again}
        behind={behind("again")}
        also={
          <>
            {format.percent(now.rate)} · {t("question.revenue.stillWaiting")}{" "}
            <PeopleNumber compact value={now.waiting} behind={behind("waiting")} />
          </>
        }
      />
      <Figure
        label={t("question.revenue.interval")}
        hint={t("question.revenue.hint.interval", within)}
        now={now.intervals.p50}
        before={before?.intervals.p50}
        say={format.duration}
      />
    </>
  );
}

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
      {result.refunds > 0 || (previous?.refunds ?? 0) > 0 ? (
        <Figure
          label={t("question.revenue.refunds")}
          hint={t("question.revenue.hint.refunds")}
          now={result.refunds}
          before={previous?.refunds}
          say={format.money}
        />
      ) : null}
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
      <Figure
        label={t("question.revenue.frequency")}
        hint={t("question.revenue.hint.frequency")}
        now={result.frequency}
        before={previous?.frequency}
        say={format.compact}
      />
      <Again query={query} now={result.repurchase ?? null} before={previous?.repurchase ?? null} />
    </div>
  );
}
