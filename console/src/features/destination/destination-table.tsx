import { Link } from "@tanstack/react-router";
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import type { Destination } from "@/api/destinations";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { HealthTag } from "./health-tag";
import { useDestinationKinds } from "./use-destination-kinds";
import { WhatIsSent } from "./what-is-sent";

/** Destinations as rows: what goes where, and how far behind it is. */
export function DestinationTable({ destinations }: { destinations: Destination[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  const kinds = useDestinationKinds();
  return (
    <Table<Destination>
      size="middle"
      rowKey="destination_id"
      dataSource={destinations}
      pagination={false}
      columns={[
        {
          key: "name",
          title: t("common.name"),
          render: (_, each) => (
            <div>
              <Link to={path(`destinations/${each.destination_id}`)}>{each.name}</Link>
              <div className="note">
                <WhatIsSent destination={each} />
              </div>
            </div>
          ),
        },
        {
          key: "kind",
          title: t("destination.kind"),
          render: (_, each) => kinds.name(each.kind),
        },
        {
          key: "health",
          title: t("common.status"),
          render: (_, each) => <HealthTag health={each.health} />,
        },
        {
          key: "lag",
          title: t("destination.lag"),
          align: "right",
          render: (_, each) => format.whole(each.lag.events),
        },
        {
          key: "sent",
          title: t("destination.rowsSent"),
          align: "right",
          render: (_, each) => format.whole(each.rows_sent),
        },
        {
          key: "dead",
          title: t("destination.dead"),
          align: "right",
          render: (_, each) => format.whole(each.deliveries.dead_rows),
        },
        { key: "at", title: t("destination.lastSent"), render: (_, each) => format.instant(each.sent_at) },
      ]}
    />
  );
}
