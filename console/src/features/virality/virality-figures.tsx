import { useTranslation } from "react-i18next";
import type { ViralityQuery, ViralityResult } from "@/api/query-types";
import { Figure, PeopleFigure } from "@/builders/query/figure";
import { useFormat } from "@/lib/use-format";

interface Props {
  query: ViralityQuery;
  result: ViralityResult;
}
const PEOPLE = ["invited", "inviters", "active"] as const;
const ratio = (value: number) => value.toFixed(2);

/** The key figures, and below them what they were in the range compared with. */
export function ViralityFigures({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { previous, invitations_per_person: each } = result;
  return (
    <div className="stats">
      <Figure
        label={t("outcome.virality.k")}
        hint={t("outcome.virality.hint.k")}
        now={result.k_factor}
        before={previous?.k_factor}
        say={ratio}
      />
      {PEOPLE.map((of) => {
        const label = t(`outcome.virality.${of}`);
        return (
          <PeopleFigure
            key={of}
            label={label}
            now={result[of]}
            before={previous?.[of]}
            behind={{ title: label, source: { kind: "query", query, who: { of } } }}
          />
        );
      })}
      <Figure
        label={t("outcome.virality.invitations")}
        now={result.invitations}
        before={previous?.invitations}
        say={format.compact}
        also={t("outcome.virality.perPerson", { n: each === null ? "–" : ratio(each) })}
      />
      <Figure
        label={t("outcome.virality.conversion")}
        now={result.conversion}
        before={previous?.conversion}
        say={ratio}
      />
      <Figure
        label={t("outcome.virality.cycle")}
        hint={t("outcome.virality.hint.cycle")}
        now={result.cycle_seconds}
        before={previous?.cycle_seconds}
        say={format.duration}
      />
    </div>
  );
}
