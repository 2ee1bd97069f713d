import { useTranslation } from "react-i18next";
import type { ViralityQuery, ViralityResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { PeopleBefore } from "@/builders/query/people-before";
import { useFormat } from "@/lib/use-format";
import { Stat } from "@/ui/stat";

interface Props {
  query: ViralityQuery;
  result: ViralityResult;
}
const ratio = (value: number | null | undefined) => value?.toFixed(2) ?? "–";
const PEOPLE = ["invited", "inviters", "active"] as const;

/** The key figures, and below them what they were in the range compared with. */
export function ViralityFigures({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { previous } = result;
  const was = (value: string) => (previous ? t("question.compareWas", { value }) : null);
  const behind = (of: (typeof PEOPLE)[number]) => ({
    title: t(`outcome.virality.${of}`),
    source: { kind: "query" as const, query, who: { of } },
  });
  return (
    <div className="stats">
      <Stat
        label={t("outcome.virality.k")}
        hint={t("outcome.virality.hint.k")}
        below={was(ratio(previous?.k_factor))}
      >
        {ratio(result.k_factor)}
      </Stat>
      {PEOPLE.map((of) => (
        <Stat
          key={of}
          label={t(`outcome.virality.${of}`)}
          below={
            previous ? (
              <PeopleBefore compact now={result[of]} before={previous[of]} behind={behind(of)} />
            ) : null
          }
        >
          <PeopleNumber value={result[of]} behind={behind(of)} compact />
        </Stat>
      ))}
      <Stat
        label={t("outcome.virality.invitations")}
        below={
          <>
            {t("outcome.virality.perPerson", { n: ratio(result.invitations_per_person) })}
            <div>{was(format.compact(previous?.invitations ?? 0))}</div>
          </>
        }
      >
        {format.compact(result.invitations)}
      </Stat>
      <Stat label={t("outcome.virality.conversion")} below={was(ratio(previous?.conversion))}>
        {ratio(result.conversion)}
      </Stat>
      <Stat
        label={t("outcome.virality.cycle")}
        hint={t("outcome.virality.hint.cycle")}
        below={was(format.duration(previous?.cycle_seconds ?? null))}
      >
        {format.duration(result.cycle_seconds)}
      </Stat>
    </div>
  );
}
