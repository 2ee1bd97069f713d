import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Table } from "antd";
import { useTranslation } from "react-i18next";
import type { Campaign } from "@/api/campaign-types";
import { campaignsQuery } from "@/api/campaigns";
import { inLanguage } from "@/api/said";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { StateTag } from "./state-tag";

/** All campaigns. */
export function CampaignsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const path = usePath();
  const may = useMay();
  const campaigns = useQuery(campaignsQuery(project));
  const create = may("operator") ? (
    <Link to={path("campaigns/new")}>
      <Button type="primary">{t("campaign.new")}</Button>
    </Link>
  ) : null;
  return (
    <Page title={t("campaign.title")} about={t("campaign.about")} tools={create}>
      <Loaded asked={campaigns}>
        {(all) =>
          all.length === 0 ? (
            <FirstStep title={t("campaign.none")} action={create}>
              {t("campaign.noneHint")}
            </FirstStep>
          ) : (
            <Table<Campaign>
              size="middle"
              rowKey="campaign_id"
              dataSource={all}
              pagination={all.length > 50 ? { pageSize: 50 } : false}
              columns={[
                {
                  key: "name",
                  title: t("campaign.name"),
                  render: (_, each) => (
                    <div>
                      <Link to={path(`campaigns/${each.campaign_id}`)}>{each.name}</Link>
                      <div className="note">{inLanguage(each.sentence, format.language)}</div>
                    </div>
                  ),
                },
                {
                  key: "state",
                  title: t("common.status"),
                  width: 120,
                  render: (_, each) => <StateTag state={each.state} />,
                },
                {
                  key: "holdout",
                  title: t("campaign.holdout"),
                  align: "right",
                  width: 100,
                  render: (_, each) => format.percent(each.holdout, 0),
                },
                {
                  key: "launched",
                  title: t("campaign.launchedAt"),
                  width: 170,
                  render: (_, each) => format.instant(each.launched_at),
                },
              ]}
            />
          )
        }
      </Loaded>
    </Page>
  );
}
