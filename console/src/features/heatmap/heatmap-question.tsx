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
import { SilenceBracket } from "@/builders/query/visit-brackets";
import { useProject } from "@/lib/project-context";
import { Sentence } from "@/ui/sentence";
import { GridBracket } from "./grid-bracket";
import { HeatmapAnswer } from "./heatmap-answer";
import { PageBracket } from "./page-bracket";
import { PositionBracket } from "./position-bracket";

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
  const [pages, element, label] = [query.named_by, query.element, query.label].map((each) => each?.property);
  const slots = {
    people: <PeopleBracket people={query.people} onChange={(people) => change({ people })} />,
    page: (
      <PageBracket
        page={query.page}
        pages={asked.data?.result.pages ?? []}
        onChange={(page) => change({ page })}
      />
    ),
    named: (
      <PropertyBracket
        property={query.named_by?.property}
        name={t("heat.named")}
        none={t("heat.namedByPath")}
        {...(pages ? { label: t("heat.namedBy", { name: pages }) } : {})}
        onChange={(property) => change({ named_by: property ? { property } : undefined, page: undefined })}
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
    label: (
      <PropertyBracket
        property={label}
        name={t("heat.label")}
        none={t("heat.labelUsual")}
        {...(label ? { label: t("heat.labelBy", { name: label }) } : {})}
        onChange={(property) => change({ label: property ? { property } : undefined })}
      />
    ),
    grid: <GridBracket query={query} change={change} />,
    position: <PositionBracket position={query.position} onChange={(position) => change({ position })} />,
    silence: <SilenceBracket visits={query.silence ? { silence: query.silence } : {}} onChange={change} />,
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
