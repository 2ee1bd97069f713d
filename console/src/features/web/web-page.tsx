import { useTranslation } from "react-i18next";
import type { WebQuery, WebResult } from "@/api/query-types";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { CompareBracket } from "@/builders/query/compare-bracket";
import { CountedEvents } from "@/builders/query/counted-events";
import { firstEvent } from "@/builders/query/first-event";
import { GranularityBracket } from "@/builders/query/granularity-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { StepBrackets } from "@/builders/query/step-brackets";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { CutsBracket, SilenceBracket } from "@/builders/query/visit-brackets";
import { WithEvents } from "@/builders/query/with-events";
import { Sentence } from "@/ui/sentence";
import { StandIn } from "./stand-in";
import { ToldBrackets } from "./told-brackets";
import { VisibleBrackets } from "./visible-brackets";
import { WebAnswer } from "./web-answer";

const VIEWS = ["page_view", "$pageview", "screen_view"];
const PERS = ["hour", "day", "week", "month", "quarter"] as const;

/** Traffic of the web: views, visitors, visits, where from and where to. */
export function WebPage() {
  const { t } = useTranslation();
  return (
    <WithEvents title={t("analysis.web.title")}>
      {(events) => (
        <WebQuestion
          hasViews={VIEWS.some((name) => events.includes(name))}
          first={{
            kind: "web",
            view: { event: firstEvent(events, ...VIEWS, "product_view") },
            dimension: "source",
            per: "day",
            range: { last: "30d" },
          }}
        />
      )}
    </WithEvents>
  );
}

interface Props {
  first: WebQuery;
  /** The project has page views; else another event stands for one, and the page says so. */
  hasViews: boolean;
}

function WebQuestion({ first, hasViews }: Props) {
  const { t } = useTranslation();
  const [query, change] = useQuestion<WebQuery>(first);
  const asked = useAnswer<WebResult>(query, query.view.event !== "");
  const slots = {
    people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
    view: <StepBrackets step={query.view} onChange={(view) => change({ view })} />,
    silence: <SilenceBracket visits={query} onChange={change} />,
    cuts: <CutsBracket visits={query} onChange={change} />,
    visible: <VisibleBrackets visible={query.visible} onChange={(visible) => change({ visible })} />,
    search: (
      <ToldBrackets
        told={query.search}
        name={t("analysis.web.searchTold")}
        none={t("analysis.web.asCollected")}
        property={t("analysis.web.searchProperty")}
        usual={t("analysis.web.searchUsual")}
        onChange={(search) => change({ search })}
      />
    ),
    per: <GranularityBracket per={query.per} choices={PERS} onChange={(per) => change({ per })} />,
    filter: <CountedEvents filter={query.filter} onChange={(filter) => change({ filter })} />,
    range: <RangeBracket range={query.range} onChange={(range) => range && change({ range })} />,
    compare: <CompareBracket compare={query.compare} onChange={(compare) => change({ compare })} />,
  };
  return (
    <QuestionFrame
      title={t("analysis.web.title")}
      about={t("analysis.web.about")}
      query={query}
      sentence={<Sentence text={t("analysis.web.sentence")} slots={slots} />}
      asked={asked}
    >
      {(result) => (
        <>
          {hasViews ? null : <StandIn event={query.view.event} />}
          <WebAnswer query={query} result={result} onDimension={(dimension) => change({ dimension })} />
        </>
      )}
    </QuestionFrame>
  );
}
