import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Table, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { type Alert, acknowledge, type Firing } from "@/api/alerts";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { bandWords, useAlertNumbers } from "./use-alert-numbers";

/** Each time something was out of the ordinary, what moved most, and who looks after it. */
export function FiringList({ firings, alerts }: { firings: Firing[]; alerts: Map<string, Alert> }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const may = useMay();
  const write = useAlertNumbers();
  const client = useQueryClient();
  const taking = useMutation({
    mutationFn: (id: string) => acknowledge(project, id),
    onSuccess: () => client.invalidateQueries({ queryKey: [project, "alert-firings"] }),
  });
  if (firings.length === 0) return <span className="soft">{t("alert.quiet")}</span>;
  const numbersOf = (each: Firing) => write(alerts.get(each.alert_id)?.unit);
  return (
    <Table<Firing>
      size="small"
      rowKey="firing_id"
      dataSource={firings}
      pagination={firings.length > 10 ? { pageSize: 10 } : false}
      columns={[
        {
          title: t("common.name"),
          render: (_, each) => (
            <>
              {alerts.get(each.alert_id)?.draft.name}{" "}
              <Tag color={each.ended_at ? "default" : "error"}>
                {t(each.ended_at ? "alert.over" : "alert.goesOn")}
              </Tag>
            </>
          ),
        },
        { title: t("alert.period"), render: (_, each) => each.t.slice(0, 16).replace("T", " ") },
        {
          title: t("alert.value"),
          align: "right",
          render: (_, each) => {
            const number = numbersOf(each);
            const band = bandWords(each.low, each.high, number);
            return (
              <span title={band}>
                <strong>{number(each.value)}</strong>{" "}
                <span className="note">{t("alert.expected", { value: band })}</span>
              </span>
            );
          },
        },
        {
          title: t("alert.moved"),
          render: (_, each) =>
            each.moved.slice(0, 3).map((part) => (
              <div key={`${part.by} ${part.group}`}>
                {part.by} = {part.group || "–"}: {numbersOf(each)(part.before)} →{" "}
                {numbersOf(each)(part.value)}
              </div>
            )),
        },
        {
          title: t("alert.care"),
          render: (_, each) =>
            each.acknowledged_by ? (
              t("alert.lookedAfter", { by: each.acknowledged_by, at: format.second(each.acknowledged_at) })
            ) : may("analyst") ? (
              <Button size="small" onClick={() => taking.mutate(each.firing_id)}>
                {t("alert.acknowledge")}
              </Button>
            ) : null,
        },
      ]}
    />
  );
}
