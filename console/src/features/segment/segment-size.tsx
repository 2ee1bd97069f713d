import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Segment, segmentHistoryQuery } from "@/api/segments";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
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
  const open = usePeopleDrawer();
  const history = useQuery(segmentHistoryQuery(project, segment.segment_id));
  const latest = history.data?.at(-1);
  const behind = {
    title: segment.name,
    source: { kind: "condition" as const, condition: { segment: { name: segment.name } } },
  };
  const behindPart = (version: number, part: "members" | "entered" | "left") => ({
    title: `${segment.name} · ${t(`segment.${part}`)} · ${t("segment.version")} ${version}`,
    source: {
      kind: "named" as const,
      named: { segment: { segment_id: segment.segment_id, version, part } },
    },
  });
  return (
    <>
      <div className="stats">
        <Stat label={t("segment.size")} below={format.instant(segment.refreshed_at)}>
          <PeopleNumber value={segment.people} behind={behind} />
        </Stat>
        {(["entered", "left"] as const).map((part) => (
          <Stat key={part} label={t(`segment.${part}`)}>
            <PeopleNumber value={latest?.[part]} behind={latest ? behindPart(latest.version, part) : null} />
          </Stat>
        ))}
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
                onPick={(_, at) => {
                  const picked = versions[at];
                  if (picked) open(behindPart(picked.version, "members"));
                }}
              />
            )
          }
        </Loaded>
      </Panel>
    </>
  );
}
