import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Segment, segmentQuery } from "@/api/segments";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { ChangeSegment } from "./change-segment";
import { RefreshSegment } from "./refresh-segment";
import { RemoveSegment } from "./remove-segment";
import { SegmentEditions } from "./segment-editions";
import { SegmentExports } from "./segment-exports";
import { SegmentHandover } from "./segment-handover";
import { SegmentMembers } from "./segment-members";
import { SegmentOverlap } from "./segment-overlap";
import { SegmentProfile } from "./segment-profile";
import { SegmentRefreshChoice } from "./segment-refresh";
import { SegmentSize } from "./segment-size";
import { SegmentWords } from "./segment-words";

/** One segment: its sentence, its size over time, its members. */
export function SegmentPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const { segment: id } = useParams({ strict: false }) as { segment: string };
  const asked = useQuery(segmentQuery(project, id));
  const [editing, setEditing] = useState(false);
  const segment = asked.data;
  return (
    <Page
      title={segment?.name ?? t("segment.title")}
      about={segment ? <SegmentWords segment={segment} /> : null}
      tools={segment ? <Tools segment={segment} edit={() => setEditing(!editing)} /> : null}
    >
      <Loaded asked={asked} rows={8}>
        {(answer) => (
          <div className="stack">
            {editing ? <ChangeSegment segment={answer} done={() => setEditing(false)} /> : null}
            {answer.problem ? (
              <Alert type="warning" showIcon title={t("segment.problem", { why: answer.problem })} />
            ) : null}
            <SegmentSize segment={answer} />
            {may("analyst") ? <SegmentProfile segment={answer} /> : null}
            <SegmentOverlap segment={answer} />
            {may("analyst") ? <SegmentExports segment={answer} /> : null}
            {may("operator") ? <SegmentHandover segment={answer} /> : null}
            <SegmentEditions segment={answer} />
            {may("analyst") ? <SegmentMembers segment={answer} /> : null}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Tools({ segment, edit }: { segment: Segment; edit: () => void }) {
  const { t } = useTranslation();
  const path = usePath();
  const may = useMay();
  const id = segment.segment_id;
  return (
    <>
      {may("operator") ? (
        <Link to={path("campaigns/new")} search={{ segment: id } as never}>
          <Button type="primary">{t("segment.write")}</Button>
        </Link>
      ) : null}
      {may("analyst") && (segment.condition || segment.algebra) ? (
        <>
          <SegmentRefreshChoice segment={segment} />
          <RefreshSegment id={id} />
        </>
      ) : null}
      {may("analyst") && segment.condition ? <Button onClick={edit}>{t("segment.edit")}</Button> : null}
      {may("analyst") ? <RemoveSegment segment={segment} /> : null}
    </>
  );
}
