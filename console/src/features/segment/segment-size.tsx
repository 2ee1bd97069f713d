import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Segment, segmentHistoryQuery, segmentHoursQuery } from "@/api/segments";
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
    source: {
      kind: "named" as const,
      named: { segment: { segment_id: segment.segment_id, part: "members" as const } },
    },
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
        <LiveToday segment={segment} />
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

/** What real time changed in the last 24 hours. */
function LiveToday({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const hours = useQuery(segmentHoursQuery(project, segment.segment_id)).data ?? [];
  if (segment.refresh.how !== "live") return null;
  const until = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000);
  const since = new Date(until.getTime() - 24 * 3_600_000);
  const recent = hours.filter((each) => new Date(each.hour) >= since);
  const behind = (part: "entered" | "left") => ({
    title: `${segment.name} · ${t(`segment.live.${part}`)}`,
    source: {
      kind: "named" as const,
      named: {
        segment: {
          segment_id: segment.segment_id,
          part,
          since: since.toISOString(),
          until: until.toISOString(),
        },
      },
    },
  });
  return (["entered", "left"] as const).map((part) => (
    <Stat key={part} label={t(`segment.live.${part}`)} hint={t("segment.live.hint")}>
      <PeopleNumber value={recent.reduce((sum, each) => sum + each[part], 0)} behind={behind(part)} />
    </Stat>
  ));
}
