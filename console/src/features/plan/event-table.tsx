import { DeleteOutlined } from "@ant-design/icons";
import { Button, Table } from "antd";
import { useTranslation } from "react-i18next";
import type { Plan, PlanAnswer, PlannedEvent } from "@/api/plan";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { CheckField, ClosedField, LastSeen, StatusField, TextField } from "./event-fields";
import { changedAt } from "./plan-parts";
import { PropertyTable } from "./property-table";

interface Props {
  plan: Plan;
  seen: PlanAnswer["seen"];
  word: string;
  onChange: (plan: Plan) => void;
}
interface Row {
  event: PlannedEvent;
  at: number;
}

/** Planned events as rows; a row opens to its properties. */
export function EventTable({ plan, seen, word, onChange }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const fixed = !may("operator");
  const put = (at: number, next: PlannedEvent | null) =>
    onChange({ ...plan, events: changedAt(plan.events, at, next) });
  const field = ({ event, at }: Row) => ({ event, fixed, put: (next: PlannedEvent) => put(at, next) });
  const rows = plan.events
    .map((event, at): Row => ({ event, at }))
    .filter(({ event }) => event.name === "" || event.name.toLowerCase().includes(word));
  return (
    <Table<Row>
      size="middle"
      rowKey="at"
      dataSource={rows}
      pagination={rows.length > 50 ? { pageSize: 50 } : false}
      scroll={{ x: "max-content" }}
      expandable={{
        expandedRowRender: ({ event, at }) => (
          <PropertyTable event={event} fixed={fixed} onChange={(next) => put(at, next)} />
        ),
      }}
      columns={[
        {
          key: "name",
          title: t("plan.name"),
          render: (_, row) => <TextField {...field(row)} field="name" />,
        },
        {
          key: "properties",
          title: t("plan.property"),
          align: "right",
          render: (_, { event }) => format.whole(event.properties.length),
        },
        { key: "check", title: t("plan.check"), render: (_, row) => <CheckField {...field(row)} /> },
        { key: "closed", title: t("plan.closed"), render: (_, row) => <ClosedField {...field(row)} /> },
        { key: "status", title: t("plan.status"), render: (_, row) => <StatusField {...field(row)} /> },
        {
          key: "owner",
          title: t("plan.owner"),
          render: (_, row) => <TextField {...field(row)} field="owner" />,
        },
        {
          key: "seen",
          title: t("plan.lastSeen"),
          render: (_, { event }) => <LastSeen seen={seen.find((each) => each.event === event.name)} />,
        },
        {
          key: "remove",
          title: <span className="visually-hidden">{t("common.actions")}</span>,
          render: (_, { event, at }) =>
            fixed ? null : (
              <Button
                size="small"
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t("plan.removeEvent", { name: event.name })}
                onClick={() => put(at, null)}
              />
            ),
        },
      ]}
    />
  );
}
