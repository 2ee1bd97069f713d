import { useTranslation } from "react-i18next";
import type { FunnelQuery, FunnelResult, FunnelStep, Who } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { stepWords } from "@/builders/query/query-words";
import { FunnelChart } from "@/charts/funnel-chart/funnel-chart";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { FunnelGroups } from "./funnel-groups";

interface Props {
  query: FunnelQuery;
  result: FunnelResult;
}

/** The funnel as columns; who came and who left at every step is a click away. */
export function FunnelAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { steps } = result;
  if (!steps[0]?.people) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const number = (people: number, who: Who, title: string) => (
    <PeopleNumber value={people} behind={{ title, source: { kind: "query", query, who } }} />
  );
  const bar = (step: FunnelStep, index: number) => {
    const stated = query.steps[index];
    const words = { n: index + 1, name: stated ? stepWords(stated, t) : step.name };
    const before = steps[index - 1];
    const lost = before ? before.people - step.people : 0;
    return {
      name: stated?.event ?? step.name,
      ...(stated?.where ? { detail: stepWords(stated, t) } : {}),
      people: step.people,
      share: step.rate_from_first ?? (index === 0 ? 1 : 0),
      reached: number(step.people, { step: index + 1, converted: true }, t("question.funnel.didStep", words)),
      shareText: before
        ? t("question.funnel.fromPrevious", { share: format.percent(step.rate_from_previous) })
        : t("question.funnel.ofAll", { share: format.percent(1, 0) }),
      lost: before ? (
        <>
          {t("question.funnel.lost")}{" "}
          {number(lost, { step: index + 1, converted: false }, t("question.funnel.lostStep", words))}
        </>
      ) : null,
      time: before
        ? t("question.funnel.median", { time: format.duration(step.median_seconds_from_previous) })
        : null,
    };
  };
  const overall = steps.at(-1)?.rate_from_first ?? null;
  return (
    <>
      <Panel
        title={
          <>
            {t("question.funnel.overall")} {format.percent(overall)}
          </>
        }
      >
        <FunnelChart label={t("question.funnel.chart")} bars={steps.map(bar)} />
      </Panel>
      {result.groups?.length ? <FunnelGroups query={query} groups={result.groups} /> : null}
    </>
  );
}
