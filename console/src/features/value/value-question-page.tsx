import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ValueQuery, ValueResult } from "@/api/query-types";
import { type ValueRules, valueQuery } from "@/api/value";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { ANY, EventBracket } from "@/builders/bracket/event-bracket";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { AmountBracket } from "@/builders/query/amount-bracket";
import { AsOfBracket } from "@/builders/query/as-of-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { useProject } from "@/lib/project-context";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Sentence } from "@/ui/sentence";
import { CutsBracket } from "./cuts-bracket";
import { LastDaysBracket } from "./last-days-bracket";
import { isOwn, ruled, withoutRules } from "./question-rules";
import { ValueAnswer } from "./value-answer";

const LATELY = { last: "30d" };

/** What people bring as a question; it begins with the rules of the project. */
export function ValueQuestionPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const kept = useQuery(valueQuery(project));
  if (kept.data) return <ValueQuestion kept={kept.data.rules} />;
  return (
    <Page title={t("value.ask.title")} about={t("value.ask.about")}>
      <Loaded asked={kept} rows={8}>
        {() => null}
      </Loaded>
    </Page>
  );
}

function ValueQuestion({ kept }: { kept: ValueRules }) {
  const { t } = useTranslation();
  const [query, change] = useQuestion<ValueQuery>({ kind: "value", range: LATELY });
  const asked = useAnswer<ValueResult>(query);
  const rules = ruled(query, kept);
  const own = isOwn(query);
  const cut = (next: Partial<typeof rules>) => change({ ...rules, ...next });
  const slots = {
    rules: (
      <ChoiceBracket
        name={t("value.ask.rules")}
        value={own ? "own" : "kept"}
        empty={!own}
        items={(["kept", "own"] as const).map((value) => ({ value, label: t(`value.ask.by.${value}`) }))}
        onChange={(by) => (by === "own" ? cut({}) : change(withoutRules))}
      />
    ),
    amount: (
      <AmountBracket
        amount={rules.amount}
        event={rules.event ?? ANY}
        onChange={(amount) => cut({ amount: amount ?? "revenue" })}
      />
    ),
    event: (
      <EventBracket
        any
        event={rules.event ?? ANY}
        onChange={(event) => cut({ event: event === ANY ? undefined : event })}
      />
    ),
    days: <LastDaysBracket days={rules.last_days} onChange={(last_days) => cut({ last_days })} />,
    cuts: <CutsBracket cuts={rules} onChange={cut} />,
    at: <AsOfBracket at={query.at} none={t("question.asOf.now")} onChange={(at) => change({ at })} />,
    range: <RangeBracket range={query.range ?? LATELY} onChange={(range) => range && change({ range })} />,
  };
  return (
    <QuestionFrame
      title={t("value.ask.title")}
      about={t("value.ask.about")}
      query={query}
      sentence={<Sentence text={t("value.ask.sentence")} slots={slots} />}
      asked={asked}
    >
      {(result) => <ValueAnswer query={query} result={result} />}
    </QuestionFrame>
  );
}
