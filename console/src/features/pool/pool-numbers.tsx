import { useTranslation } from "react-i18next";
import type { PoolQuery, PoolResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { PeopleBefore } from "@/builders/query/people-before";
import { useFormat } from "@/lib/use-format";
import { Stat } from "@/ui/stat";

const COUNTS = ["people", "entered", "left", "payers"] as const;

/** The whole pool in a few large numbers. */
export function PoolNumbers({ query, result }: { query: PoolQuery; result: PoolResult }) {
  const { t } = useTranslation();
  const format = useFormat();
  const behind = (of: string, title: string) => ({
    title,
    source: { kind: "query" as const, query, who: { of } },
  });
  const net = result.entered - result.left;
  return (
    <div className="stats pool-numbers">
      {COUNTS.map((of) => (
        <Stat
          key={of}
          label={t(`pool.of.${of}`)}
          hint={t(`pool.hint.${of}`)}
          below={
            <>
              {of === "people" ? t("pool.net", { n: `${net > 0 ? "+" : ""}${format.whole(net)}` }) : null}
              <PeopleBefore
                now={result[of]}
                before={result.previous?.[of]}
                behind={behind(of, t(`pool.of.${of}`))}
              />
            </>
          }
        >
          <PeopleNumber value={result[of]} behind={behind(of, t(`pool.of.${of}`))} />
        </Stat>
      ))}
      <Stat
        label={t("pool.revenue")}
        below={
          result.previous ? t("question.compareWas", { value: format.money(result.previous.revenue) }) : null
        }
      >
        <span title={format.whole(result.revenue)}>{format.money(result.revenue)}</span>
      </Stat>
      {result.unplaced > 0 ? (
        <Stat label={t("pool.unplaced")} hint={t("pool.hint.unplaced")}>
          <PeopleNumber value={result.unplaced} behind={behind("unplaced", t("pool.unplaced"))} />
        </Stat>
      ) : null}
    </div>
  );
}
