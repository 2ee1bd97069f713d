import { useTranslation } from "react-i18next";
import type { HeatmapQuery, HeatmapResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { Figure, PeopleFigure } from "@/builders/query/figure";
import { PeopleBefore } from "@/builders/query/people-before";
import { useFormat } from "@/lib/use-format";

type Of = "visitors" | "clicked" | "moved" | "pending" | "rage" | "dead";
interface Props {
  query: HeatmapQuery;
  result: HeatmapResult;
}

/** The key figures of the page; everything that counts people leads to them. */
export function HeatmapFigures({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { previous } = result;
  const behind = (of: Of) => ({
    title: t(`heat.who.${of}`),
    source: { kind: "query" as const, query, who: { of } },
  });
  const people = (of: Of, value: number) => <PeopleNumber compact value={value} behind={behind(of)} />;
  return (
    <div className="stats">
      <PeopleFigure
        label={t("heat.visitors")}
        hint={t("heat.hint.visitors")}
        now={result.visitors}
        before={previous?.visitors}
        behind={behind("visitors")}
        also={`${t("heat.views")} ${format.compact(result.views)}`}
      />
      <Figure label={t("heat.clicks")} now={result.clicks} before={previous?.clicks} say={format.compact} />
      <PeopleFigure
        label={t("heat.clickedBy")}
        now={result.people}
        before={previous?.people}
        behind={behind("clicked")}
      />
      <Figure
        label={t("heat.share")}
        hint={t("heat.hint.share")}
        now={result.share}
        before={previous?.share}
        say={format.percent}
      />
      <Figure
        label={t("heat.movedShare")}
        hint={t("heat.hint.moved")}
        now={result.moved_share}
        before={previous?.moved_share}
        say={format.percent}
        also={
          <>
            {t("heat.moved")} {people("moved", result.moved)} · {t("heat.pending")}{" "}
            {people("pending", result.pending)}
          </>
        }
      />
      {(["rage", "dead"] as const).map((of) => (
        <Figure
          key={of}
          label={t(`heat.${of}`)}
          hint={t(`heat.hint.${of}`)}
          now={result[`${of}_clicks`]}
          say={format.compact}
          also={
            <>
              {t("analysis.people")} {people(of, result[`${of}_people`])}
              <PeopleBefore
                compact
                now={result[`${of}_people`]}
                before={previous?.[`${of}_people`]}
                behind={behind(of)}
              />
            </>
          }
        />
      ))}
    </div>
  );
}
