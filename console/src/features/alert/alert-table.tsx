import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Dropdown, Space, Table, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { type Alert, removeAlert, silenceAlert } from "@/api/alerts";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { RemoveButton } from "@/ui/remove-button";
import { useFailure } from "@/ui/use-failure";
import { useRule } from "./use-rule";

const HOURS = [0, 1, 8, 24, 168];

/** What is watched, when it was looked at, and whether anybody is told. */
export function AlertTable({ alerts, edit }: { alerts: Alert[]; edit: (alert: Alert) => void }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const may = useMay();
  const rule = useRule();
  const fail = useFailure();
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: [project, "alerts"] });
  const silencing = useMutation({
    mutationFn: ({ id, hours }: { id: string; hours: number }) => silenceAlert(project, id, hours),
    onSuccess: again,
    onError: fail,
  });
  return (
    <Table<Alert>
      size="middle"
      rowKey="alert_id"
      dataSource={alerts}
      pagination={false}
      columns={[
        {
          title: t("common.name"),
          render: (_, each) => (
            <>
              {each.draft.name} {each.draft.enabled === false ? <Tag>{t("alert.paused")}</Tag> : null}
            </>
          ),
        },
        { title: t("alert.rule"), render: (_, each) => rule(each) },
        {
          title: t("alert.checked"),
          render: (_, each) =>
            each.trouble ? <span className="bad">{each.trouble}</span> : format.second(each.checked_at),
        },
        {
          title: t("alert.silence"),
          render: (_, each) =>
            each.silent_until ? t("alert.silentUntil", { at: format.second(each.silent_until) }) : "–",
        },
        {
          title: <span className="visually-hidden">{t("common.actions")}</span>,
          render: (_, each) =>
            may("analyst") ? (
              <Space>
                <Button
                  size="small"
                  aria-label={t("alert.edit", { name: each.draft.name })}
                  onClick={() => edit(each)}
                >
                  {t("common.edit")}
                </Button>
                <Dropdown
                  menu={{
                    items: HOURS.map((hours) => ({
                      key: hours,
                      label: hours ? t("alert.hours", { n: hours }) : t("alert.tellAgain"),
                    })),
                    onClick: ({ key }) => silencing.mutate({ id: each.alert_id, hours: Number(key) }),
                  }}
                >
                  <Button size="small">{t("alert.silence")}</Button>
                </Dropdown>
                <RemoveButton
                  name={each.draft.name}
                  queryKey={[project, "alerts"]}
                  remove={() => removeAlert(project, each.alert_id)}
                />
              </Space>
            ) : null,
        },
      ]}
    />
  );
}
