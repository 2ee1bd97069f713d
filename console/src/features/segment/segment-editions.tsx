import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Segment, segmentEditionsQuery } from "@/api/segments";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { SegmentUses } from "./segment-uses";

/** What it was defined as, who changed it, and what names it. */
export function SegmentEditions({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const editions = useQuery(segmentEditionsQuery(project, segment.segment_id));
  const uses = segment.uses ?? [];
  return (
    <Panel title={t("segment.editions.title")}>
      <p className="note">
        {uses.length === 0 ? (
          t("segment.editions.unused")
        ) : (
          <>
            {t("segment.editions.uses")} <SegmentUses uses={uses} />
          </>
        )}
      </p>
      <Loaded asked={editions} rows={2}>
        {(all) => (
          <table className="plain">
            <tbody>
              {all.map((each) => (
                <tr key={each.edition}>
                  <td>{t("segment.editions.number", { n: each.edition })}</td>
                  <td>{each.name}</td>
                  <td>{t(`segment.when.${each.refresh.how ?? "daily"}`)}</td>
                  <td>{each.changed_by}</td>
                  <td className="num">{format.instant(each.changed_at)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
    </Panel>
  );
}
