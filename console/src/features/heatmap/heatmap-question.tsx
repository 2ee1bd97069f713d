import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { HeatmapQuery, HeatmapResult } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { CompareBracket } from "@/builders/query/compare-bracket";
import { CountedEvents } from "@/builders/query/counted-events";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { PropertyBracket } from "@/builders/query/property-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { StepBrackets } from "@/builders/query/step-brackets";
import { useAnswer } from "@/builders/query/use-answer";
import { useProject } from "@/lib/project-context";
import { Sentence } from "@/ui/sentence";
import { HeatmapAnswer } from "./heatmap-answer";
import { PageBracket } from "./page-bracket";

interface Props {
  query: HeatmapQuery;
  change: (next: { [Key in keyof HeatmapQuery]?: HeatmapQuery[Key] | undefined }) => void;
}

/** Heat maps as a question page. */
export function HeatmapQuestion({ query, change }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const events = useQuery(catalogueQuery(project)).data?.events ?? [];
  const asked = useAnswer<HeatmapResult>(query, query.view.event !== "");
  const element = query.element?.property;
  const slots = {
    people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
    page: (
      <PageBracket
        page={query.page}
        pages={asked.data?.result.pages ?? []}
        onChange={(page) => change({ page })}
      />
    ),
    click: (
      <ChoiceBracket
        search
        width={280}
        name={t("heat.click")}
        items={[
          { value: "", label: t("heat.collected") },
          ...events.map(({ name, count }) => ({ value: name, count })),
        ]}
        value={query.click?.event ?? ""}
        onChange={(event) => change({ click: event ? { event } : undefined })}
      />
    ),
    element: (
      <PropertyBracket
        property={element}
        name={t("heat.element")}
        none={t("heat.byPath")}
        {...(element ? { label: t("heat.byProperty", { name: element }) } : {})}
        onChange={(property) => change({ element: property ? { property } : undefined })}
      />
    ),
    view: <StepBrackets step={query.view} onChange={(view) => change({ view })} />,
    filter: <CountedEvents filter={query.filter} onChange={(filter) => change({ filter })} />,
    range: <RangeBracket range={query.range} onChange={(range) => range && change({ range })} />,
    compare: <CompareBracket compare={query.compare} onChange={(compare) => change({ compare })} />,
  };
  return (
    <QuestionFrame
      title={t("heat.title")}
      about={t("heat.about")}
      query={query}
      sentence={<Sentence text={t("heat.sentence")} slots={slots} />}
      asked={asked}
    >
      {(result) => <HeatmapAnswer query={query} result={result} />}
    </QuestionFrame>
  );
}
