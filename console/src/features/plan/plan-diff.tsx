import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import { type PlanDifference, planDiffQuery } from "@/api/plan";
import { useProject } from "@/lib/project-context";
import { useAddressState } from "@/lib/use-address-state";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Choice } from "@/ui/choice";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";

const RANGES = ["1d", "7d", "30d"] as const;

/** Where reality is not as planned, with how many events it concerns. */
export function PlanDiff() {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const path = usePath();
  const [last, setLast] = useAddressState<(typeof RANGES)[number]>("last", "7d");
  const asked = useQuery({ ...planDiffQuery(project, last), placeholderData: keepPreviousData });
  return (
    <div className="stack">
      <Choice
        label={t("question.range")}
        value={last}
        of={RANGES}
        say={(value) => t(`watch.quality.range.${value}`)}
        onChange={setLast}
      />
      <Loaded asked={asked} rows={8}>
        {({ differences }) =>
          differences.length === 0 ? (
            <FirstStep title={t("plan.noDiff")}>{t("plan.noDiffHint")}</FirstStep>
          ) : (
            <Table<PlanDifference>
              size="middle"
              rowKey={(each) => `${each.kind} ${each.event} ${each.property}`}
              dataSource={differences}
              pagination={differences.length > 50 ? { pageSize: 50 } : false}
              columns={[
                {
                  key: "kind",
                  title: t("plan.kind"),
                  render: (_, each) =>
                    t(`plan.differences.${each.kind as "property_type"}`, { defaultValue: each.kind }),
                },
                {
                  key: "event",
                  title: t("plan.name"),
                  render: (_, each) => (
                    <Link to={path("live")} search={{ event: each.event } as never}>
                      {each.event}
                    </Link>
                  ),
                },
                { dataIndex: "property", title: t("plan.property") },
                { dataIndex: "planned", title: t("plan.planned") },
                { dataIndex: "seen", title: t("plan.seen") },
                {
                  key: "share",
                  title: t("plan.share"),
                  align: "right",
                  render: (_, each) => (each.share > 0 ? format.percent(each.share) : "–"),
                },
                {
                  key: "at",
                  title: t("plan.lastSeen"),
                  render: (_, each) => format.instant(each.last_at),
                },
              ]}
            />
          )
        }
      </Loaded>
    </div>
  );
}
