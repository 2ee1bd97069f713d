import { useTranslation } from "react-i18next";
import type { FunnelQuery, FunnelStep, Who } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { stepWords } from "@/builders/query/query-words";
import type { FunnelBar } from "@/charts/funnel-chart/funnel-chart";
import { useFormat } from "@/lib/use-format";

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
    const asked = query.steps[index];
    const words = asked ? stepWords(asked, t) : (steps[index]?.name ?? "");
    if (query.mode === "any") {
      const done = steps[index]?.name ?? "";
      return { name: done, words: { n: index + 1, name: done }, detail: "" };
    }
    const optional = asked?.optional ? ` (${t("question.funnel.optional")})` : "";
    const name = `${asked?.event ?? words}${optional}`;
    return { name, words: { n: index + 1, name: words }, detail: words === asked?.event ? "" : words };
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
