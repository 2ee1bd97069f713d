import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { segmentQuery } from "@/api/segments";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { ChangeSegment } from "./change-segment";
import { RefreshSegment } from "./refresh-segment";
import { RemoveSegment } from "./remove-segment";
import { SegmentMembers } from "./segment-members";
import { SegmentSize } from "./segment-size";
import { SegmentWords } from "./segment-words";

/** One segment: its sentence, its size over time, its members. */
export function SegmentPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const may = useMay();
  const { segment: id } = useParams({ strict: false }) as { segment: string };
  const asked = useQuery(segmentQuery(project, id));
  const [editing, setEditing] = useState(false);
  const segment = asked.data;
  const tools = segment ? (
    <>
      {may("operator") ? (
        <Link to={path("campaigns/new")} search={{ segment: id } as never}>
          <Button type="primary">{t("segment.write")}</Button>
        </Link>
      ) : null}
      {may("analyst") && segment.condition ? (
        <>
          <RefreshSegment id={id} />
          <Button onClick={() => setEditing(!editing)}>{t("segment.edit")}</Button>
        </>
      ) : null}
      {may("analyst") ? <RemoveSegment segment={segment} /> : null}
    </>
  ) : null;
  return (
    <Page
      title={segment?.name ?? t("segment.title")}
      about={segment ? <SegmentWords segment={segment} /> : null}
      tools={tools}
    >
      <Loaded asked={asked} rows={8}>
        {(answer) => (
          <div className="stack">
            {editing ? <ChangeSegment segment={answer} done={() => setEditing(false)} /> : null}
            <SegmentSize segment={answer} />
            <SegmentMembers segment={answer} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
