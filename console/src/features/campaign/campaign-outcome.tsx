import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Campaign, CampaignResult } from "@/api/campaign-types";
import { campaignResultQuery } from "@/api/campaigns";
import { outcomePeople } from "@/api/people";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { periodLabel } from "@/lib/date-format";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { LiftPanel } from "./lift-panel";
import { NotSent } from "./not-sent";
import { OutcomeStats } from "./outcome-stats";

const LINES = ["sent", "opened", "clicked", "converted"] as const;

/** How it went: counts, lift against the holdout, the days after. */
export function CampaignOutcome({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const open = usePeopleDrawer();
  const asked = useQuery(campaignResultQuery(project, campaign.campaign_id, campaign.state === "running"));
  const pick = (result: CampaignResult) => (line: number, period: number) => {
    const [name, day] = [LINES[line], result.series[period]?.t];
    if (!name || !day) return;
    const title = `${campaign.name} · ${t(`campaign.outcome.${name}`)} · ${day}`;
    open({ title, source: outcomePeople(campaign.campaign_id, name, day) });
  };
  return (
    <Loaded asked={asked} rows={10}>
      {(result) => (
        <div className="stack">
          <OutcomeStats campaign={campaign} result={result} />
          <LiftPanel campaign={campaign} result={result} />
          <div className="grid">
            <Panel className="span-8" title={t("campaign.daily")}>
              <TrendChart
                height={260}
                label={t("campaign.daily")}
                labels={result.series.map((point) => periodLabel(point.t, "day"))}
                lines={LINES.map((name) => ({
                  name: t(`campaign.outcome.${name}`),
                  values: result.series.map((point) => point[name]),
                }))}
                zone={format.zone}
                value={format.compact}
                onPick={pick(result)}
              />
            </Panel>
            <div className="span-4">
              <NotSent campaign={campaign} result={result} />
            </div>
          </div>
        </div>
      )}
    </Loaded>
  );
}
