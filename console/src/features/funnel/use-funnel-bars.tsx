import { useTranslation } from "react-i18next";
import type { FunnelQuery, FunnelStep, Who } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { stepWords } from "@/builders/query/query-words";
import type { FunnelBar } from "@/charts/funnel-chart/funnel-chart";
import { useFormat } from "@/lib/use-format";

/** The columns of the funnel: every number leads to its people. */
export function useFunnelBars(query: FunnelQuery, steps: FunnelStep[], split: Who): FunnelBar[] {
  const { t } = useTranslation();
  const format = useFormat();
  const number = (people: number, who: Who, title: string) => (
    <PeopleNumber
      value={people}
      behind={{ title, source: { kind: "query", query, who: { ...who, ...split } } }}
    />
  );
  const names = (index: number) => {
    const asked = query.steps[index];
    const words = asked ? stepWords(asked, t) : (steps[index]?.name ?? "");
    return { name: asked?.event ?? words, words: { n: index + 1, name: words } };
  };
  const first = (step: FunnelStep): FunnelBar => {
    const { name, words } = names(0);
    return {
      name,
      detail: words.name === name ? "" : words.name,
      share: 1,
      reached: number(step.people, { step: 1, converted: true }, t("question.funnel.didStep", words)),
      shareText: t("question.funnel.ofAll", { share: format.percent(1, 0) }),
      lost: null,
      time: null,
    };
  };
  const later = (step: FunnelStep, index: number): FunnelBar => {
    const { name, words } = names(index);
    const lost = (steps[index - 1]?.people ?? 0) - step.people;
    const leavers = { step: index + 1, converted: false };
    return {
      name,
      detail: words.name === name ? "" : words.name,
      share: step.rate_from_first ?? 0,
      reached: number(step.people, { step: index + 1, converted: true }, t("question.funnel.didStep", words)),
      shareText: t("question.funnel.fromPrevious", { share: format.percent(step.rate_from_previous) }),
      lost: (
        <>
          {t("question.funnel.lost")} {number(lost, leavers, t("question.funnel.lostStep", words))}
        </>
      ),
      time: t("question.funnel.median", { time: format.duration(step.median_seconds_from_previous) }),
    };
  };
  return steps.map((step, index) => (index === 0 ? first(step) : later(step, index)));
}
