import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Segment, segmentHistoryQuery } from "@/api/segments";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { Stat } from "@/ui/stat";

/** How many now, and at every computation before. */
export function SegmentSize({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const history = useQuery(segmentHistoryQuery(project, segment.segment_id));
  const latest = history.data?.at(-1);
  const behind = {
    title: segment.name,
    source: { kind: "condition" as const, condition: { segment: { name: segment.name } } },
  };
  return (
    <>
      <div className="stats">
        <Stat label={t("segment.size")} below={format.instant(segment.refreshed_at)}>
          <PeopleNumber value={segment.people} behind={behind} />
        </Stat>
        <Stat label={t("segment.entered")}>{latest ? `+${format.whole(latest.entered)}` : "–"}</Stat>
        <Stat label={t("segment.left")}>{latest ? `−${format.whole(latest.left)}` : "–"}</Stat>
        <Stat label={t("segment.version")}>{segment.version}</Stat>
      </div>
      <Panel title={t("segment.history")}>
        <Loaded asked={history} rows={4}>
          {(versions) =>
            versions.length < 2 ? (
              <span className="note">{t("segment.oneVersion")}</span>
            ) : (
              <TrendChart
                area
                height={220}
                label={t("segment.history")}
                labels={versions.map((each) => format.instant(each.at).slice(5))}
                lines={[{ name: t("segment.sizeLine"), values: versions.map((each) => each.people) }]}
                zone={format.zone}
                value={format.compact}
              />
            )
          }
        </Loaded>
      </Panel>
    </>
  );
}
