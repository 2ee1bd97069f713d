import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import { type Delivery, type DeliveryState, deliveriesQuery, deliveryQuery } from "@/api/destinations";
import { useProject } from "@/lib/project-context";
import { useAddressState } from "@/lib/use-address-state";
import { useFormat } from "@/lib/use-format";
import { Choice } from "@/ui/choice";
import { Loaded } from "@/ui/loaded";
import { MoreRows } from "@/ui/more-rows";
import { Panel } from "@/ui/panel";

const STATES: (DeliveryState | "all")[] = ["all", "waiting", "sent", "dead", "split"];

/** The first rows of a delivery, as they are sent. */
function DeliverySample({ destination, delivery }: { destination: string; delivery: string }) {
  const { project } = useProject();
  const asked = useQuery(deliveryQuery(project, destination, delivery));
  return (
    <Loaded asked={asked} rows={3}>
      {({ sample }) => <pre className="code">{sample.map((row) => JSON.stringify(row)).join("\n")}</pre>}
    </Loaded>
  );
}

/** What was handed over, and what became of it. */
export function DeliveryTable({ destination }: { destination: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const [state, setState] = useAddressState<DeliveryState | "all">("state", "all");
  const asked = useInfiniteQuery(deliveriesQuery(project, destination, state));
  const feedOf = (feed: string) => {
    const [kind = "events"] = feed.split(":") as (
      | "events"
      | "attributes"
      | "segment"
      | "stage"
      | "rfm"
      | "tag"
      | "erased"
    )[];
    return t(`destination.feeds.${kind}`);
  };
  return (
    <Panel title={t("destination.deliveries")}>
      <div className="stack">
        <Choice
          label={t("common.status")}
          value={state}
          onChange={setState}
          of={STATES}
          say={(value) => t(`destination.state.${value}`)}
        />
        <Loaded asked={asked}>
          {({ pages }) => (
            <Table<Delivery>
              size="small"
              rowKey="delivery_id"
              dataSource={pages.flatMap((page) => page.deliveries)}
              pagination={false}
              locale={{ emptyText: t("destination.noDeliveries") }}
              expandable={{
                expandedRowRender: (row) => (
                  <DeliverySample destination={destination} delivery={row.delivery_id} />
                ),
              }}
              columns={[
                {
                  key: "at",
                  title: t("destination.when"),
                  render: (_, row) => format.instant(row.created_at),
                },
                { key: "feed", title: t("destination.feed"), render: (_, row) => feedOf(row.feed) },
                {
                  key: "rows",
                  title: t("destination.rows"),
                  align: "right",
                  render: (_, row) => format.whole(row.rows),
                },
                {
                  key: "state",
                  title: t("common.status"),
                  render: (_, row) => t(`destination.state.${row.state}`),
                },
                { dataIndex: "attempts", title: t("destination.attempts"), align: "right" },
                { key: "error", title: t("destination.error"), render: (_, row) => row.error ?? "–" },
              ]}
            />
          )}
        </Loaded>
        <MoreRows asked={asked} />
      </div>
    </Panel>
  );
}
