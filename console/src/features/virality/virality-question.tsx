import { useTranslation } from "react-i18next";
import type { ViralityQuery, ViralityResult } from "@/api/query-types";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { CompareBracket } from "@/builders/query/compare-bracket";
import { CountedEvents } from "@/builders/query/counted-events";
import { GranularityBracket } from "@/builders/query/granularity-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { PropertyBracket } from "@/builders/query/property-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { StepBrackets } from "@/builders/query/step-brackets";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { FirstStep } from "@/ui/first-step";
import { Page } from "@/ui/page";
import { Sentence } from "@/ui/sentence";
import { ViralityAnswer } from "./virality-answer";

/** Virality as a question page. */
export function ViralityQuestion({ first }: { first: ViralityQuery }) {
  const { t } = useTranslation();
  const [query, change] = useQuestion<ViralityQuery>(first);
  const complete = Boolean(query.link.invite && query.link.accepted);
  const asked = useAnswer<ViralityResult>(query, complete);
  const link = (side: "invite" | "accepted") => (
    <PropertyBracket
      name={t(`outcome.virality.${side}Link`)}
      none={t("outcome.virality.pickLink")}
      property={query.link[side] || undefined}
      onChange={(property = "") =>
        change({
          link: {
            invite: query.link.invite || property,
            accepted: query.link.accepted || property,
            [side]: property,
          },
        })
      }
    />
  );
  const slots = {
    people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
    invite: <StepBrackets step={query.invite} onChange={(invite) => change({ invite })} />,
    inviteLink: link("invite"),
    accepted: <StepBrackets step={query.accepted} onChange={(accepted) => change({ accepted })} />,
    acceptedLink: link("accepted"),
    per: (
      <GranularityBracket
        per={query.per}
        choices={["day", "week", "month"]}
        onChange={(per) => change({ per })}
      />
    ),
    filter: <CountedEvents filter={query.filter} onChange={(filter) => change({ filter })} />,
    range: <RangeBracket range={query.range} onChange={(range) => range && change({ range })} />,
    compare: <CompareBracket compare={query.compare} onChange={(compare) => change({ compare })} />,
  };
  const sentence = <Sentence text={t("outcome.virality.sentence")} slots={slots} />;
  const [title, about] = [t("outcome.virality.title"), t("outcome.virality.about")];
  if (!complete) {
    return (
      <Page title={title} about={about}>
        <div className="panel sentence">{sentence}</div>
        <FirstStep title={title}>{t("outcome.virality.needLink")}</FirstStep>
      </Page>
    );
  }
  return (
    <QuestionFrame title={title} about={about} query={query} sentence={sentence} asked={asked}>
      {(result) => <ViralityAnswer query={query} result={result} />}
    </QuestionFrame>
  );
}
