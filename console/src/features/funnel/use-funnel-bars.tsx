import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { FunnelQuery, FunnelStep, FunnelStepAsked, Who } from "@/api/query-types";
import { eventWords } from "@/builders/condition/words";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { stepWords } from "@/builders/query/query-words";
import type { FunnelBar } from "@/charts/funnel-chart/funnel-chart";
import { useFormat } from "@/lib/use-format";

/** What a column is called, what its people are said to have done, and which events that is where the name hides it. */
function namesOf(asked: FunnelStepAsked, n: number, t: TFunction) {
  const [events, called] = [stepWords(asked, t), asked.name ?? eventWords(asked.event, t)];
  const optional = asked.optional ? ` (${t("question.funnel.optional")})` : "";
  return {
    name: `${called}${optional}`,
    words: { n, name: asked.name ?? events },
    detail: events === called ? "" : events,
  };
}

/** The columns of the funnel: every number leads to its people. */
export function useFunnelBars(
  query: FunnelQuery,
  steps: FunnelStep[],
  split: Who,
  before?: FunnelStep[],
): FunnelBar[] {
  const { t } = useTranslation();
  const format = useFormat();
  const number = (people: number, who: Who, title: string) => (
    <PeopleNumber
      value={people}
      behind={{ title, source: { kind: "query", query, who: { ...who, ...split } } }}
    />
  );
  const names = (index: number) => {
    const asked = query.mode === "any" ? undefined : query.steps[index];
    const done = steps[index]?.name ?? "";
    return asked
      ? namesOf(asked, index + 1, t)
      : { name: done, words: { n: index + 1, name: done }, detail: "" };
  };
  const more = (step: FunnelStep, index: number) => {
    const was = before?.[index]?.rate_from_first;
    const text = t("question.funnel.before", { share: format.percent(was) });
    const title = t("question.funnel.pendingPeople", names(index).words);
    const [prior = "", after = ""] = t("question.funnel.pending", { n: "|" }).split("|");
    const who = { step: index + 1, pending: true };
    return {
      pending: step.pending ? (
        <>
          {prior}
          {number(step.pending, who, title)}
          {after}
        </>
      ) : null,
      before: was === undefined || was === null ? null : { share: was, text },
    };
  };
  const first = (step: FunnelStep): FunnelBar => {
    const { name, words, detail } = names(0);
    return {
      name,
      detail,
      share: 1,
      reached: number(step.people, { step: 1, converted: true }, t("question.funnel.didStep", words)),
      shareText: t("question.funnel.ofAll", { share: format.percent(1, 0) }),
      lost: null,
      time: null,
      ...more(step, 0),
    };
  };
  const later = (step: FunnelStep, index: number): FunnelBar => {
    const { name, words, detail } = names(index);
    const gone = step.is_optional ? "skipped" : "lost";
    return {
      name,
      detail,
      share: step.rate_from_first ?? 0,
      reached: number(step.people, { step: index + 1, converted: true }, t("question.funnel.didStep", words)),
      shareText: t("question.funnel.fromPrevious", { share: format.percent(step.rate_from_previous) }),
      lost: (
        <>
          {t(`question.funnel.${gone}`)}{" "}
          {number(step.lost, { step: index + 1, lost: true }, t(`question.funnel.${gone}Step`, words))}
        </>
      ),
      time: t("question.funnel.median", { time: format.duration(step.median_seconds_from_previous) }),
      ...more(step, index),
    };
  };
  return steps.map((step, index) => (index === 0 ? first(step) : later(step, index)));
}
