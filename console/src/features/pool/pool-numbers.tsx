import { useTranslation } from "react-i18next";
import type { PoolQuery, PoolResult } from "@/api/query-types";
import { Figure, PeopleFigure } from "@/builders/query/figure";
import { useFormat } from "@/lib/use-format";

const COUNTS = ["people", "entered", "left", "payers"] as const;

/** The whole pool in a few large numbers. */
export function PoolNumbers({ query, result }: { query: PoolQuery; result: PoolResult }) {
  const { t } = useTranslation();
  const format = useFormat();
  const behind = (of: string, title: string) => ({
    title,
    source: { kind: "query" as const, query, who: { of } },
  });
  const { previous } = result;
  const net = result.entered - result.left;
  return (
    <div className="stats pool-numbers">
      {COUNTS.map((of) => (
        <PeopleFigure
          key={of}
          compact={false}
          label={t(`pool.of.${of}`)}
          hint={t(`pool.hint.${of}`)}
          now={result[of]}
          before={previous?.[of]}
          behind={behind(of, t(`pool.of.${of}`))}
          also={of === "people" ? t("pool.net", { n: `${net > 0 ? "+" : ""}${format.whole(net)}` }) : null}
        />
      ))}
      <Figure label={t("pool.revenue")} now={result.revenue} before={previous?.revenue} say={format.money} />
      {result.unplaced > 0 ? (
        <PeopleFigure
          compact={false}
          label={t("pool.unplaced")}
          hint={t("pool.hint.unplaced")}
          now={result.unplaced}
          behind={behind("unplaced", t("pool.unplaced"))}
        />
      ) : null}
    </div>
  );
}
