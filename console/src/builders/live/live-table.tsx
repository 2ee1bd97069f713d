import { Link } from "@tanstack/react-router";
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import type { StreamedEvent } from "@/api/quality";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { OutcomeTag } from "./outcome-tag";
import { prettyJson } from "./pretty-json";
import { Reasons } from "./why";

interface Props {
  events: StreamedEvent[];
  /** The name of a source by its key's id. */
  named: (key: string) => string;
}

/** Events as rows, the newest first: what came, what was done to it, and all of it by a click. */
export function LiveTable({ events, named }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  return (
    <Table<StreamedEvent>
      size="small"
      rowKey={(each) => `${each.batch}-${each.place}-${each.outcome}-${each.rejected_id}`}
      dataSource={events}
      pagination={false}
      scroll={{ x: "max-content" }}
      expandable={{
        expandedRowRender: (each) => <pre className="json">{prettyJson(each.content)}</pre>,
      }}
      columns={[
        {
          key: "received",
          title: t("watch.live.received"),
          width: 170,
          render: (_, each) => format.second(each.received_at),
        },
        {
          key: "event",
          title: t("common.event"),
          render: (_, each) => (
            <strong className="long-name" title={each.event}>
              {each.event || "–"}
            </strong>
          ),
        },
        {
          key: "outcome",
          title: t("watch.live.outcome"),
          render: (_, each) => <OutcomeTag outcome={each.outcome} />,
        },
        {
          key: "done",
          title: t("watch.live.done"),
          render: (_, each) => (
            <Reasons codes={[each.done, each.warnings].filter(Boolean).join(",") || "–"} />
          ),
        },
        {
          key: "source",
          title: t("watch.source"),
          render: (_, each) => [each.source, named(each.key_id)].filter(Boolean).join(" · "),
        },
        {
          key: "person",
          title: t("people.who"),
          render: (_, each) =>
            each.person_id === null ? (
              "–"
            ) : (
              <Link to={path(`people/${each.person_id}`)}>#{each.person_id}</Link>
            ),
        },
        { key: "time", title: t("watch.live.time"), render: (_, each) => format.second(each.time) },
      ]}
    />
  );
}
