import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { OverlapQuery, SegmentsOverlapResult } from "@/api/query-types";
import { type Segment, segmentsQuery } from "@/api/segments";
import { BeforeBracket } from "@/builders/query/before-bracket";
import { QuestionFrame } from "@/builders/query/question-frame";
import { useAnswer } from "@/builders/query/use-answer";
import { useQuestion } from "@/builders/query/use-question";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Sentence } from "@/ui/sentence";
import { OverlapAnswer } from "./overlap-answer";
import { SegmentsBracket } from "./segments-bracket";

const LEAST = 2;
const FIRST = 3;

/** How segments overlap. */
export function OverlapPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const segments = useQuery(segmentsQuery(project));
  const computed = (segments.data ?? []).filter((each) => each.version);
  if (segments.data && computed.length >= LEAST) return <OverlapQuestion segments={computed} />;
  return (
    <Page title={t("analysis.overlap.title")} about={t("analysis.overlap.about")}>
      <Loaded asked={segments}>
        {() => (
          <FirstStep
            title={t("analysis.overlap.few")}
            action={
              <Link to={path("segments/new")}>
                <Button type="primary">{t("shell.palette.newSegment")}</Button>
              </Link>
            }
          >
            {t("analysis.overlap.fewHint")}
          </FirstStep>
        )}
      </Loaded>
    </Page>
  );
}

/** The overlap as a question page; it begins with the largest segments. */
function OverlapQuestion({ segments }: { segments: Segment[] }) {
  const { t } = useTranslation();
  const largest = [...segments].sort((a, b) => (b.people ?? 0) - (a.people ?? 0));
  const first = largest.slice(0, FIRST).map((each) => each.name);
  const [query, change] = useQuestion<OverlapQuery>({ kind: "overlap", segments: first });
  const asked = useAnswer<SegmentsOverlapResult>(query, query.segments.length >= LEAST);
  const slots = {
    segments: (
      <SegmentsBracket
        segments={segments}
        chosen={query.segments}
        onChange={(names) => change({ segments: names })}
      />
    ),
    before: <BeforeBracket before={query.before} onChange={(before) => change({ before })} />,
  };
  return (
    <QuestionFrame
      title={t("analysis.overlap.title")}
      about={t("analysis.overlap.about")}
      query={query}
      sentence={<Sentence text={t("analysis.overlap.sentence")} slots={slots} />}
      asked={asked}
    >
      {(result) => <OverlapAnswer query={query} result={result} />}
    </QuestionFrame>
  );
}
