import { Table, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { GraphEdge, PersonGraph } from "@/api/identities";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Panel } from "@/ui/panel";
import { nodeName } from "./node-name";
import { TakeBack } from "./take-back";

const ROWS = 20;

/** Every line of the graph as a row: which two, because of what, since when. */
export function EdgeTable({ graph }: { graph: PersonGraph }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const named = new Map(graph.nodes.map((node) => [node.id, nodeName(node)]));
  if (graph.edges.length === 0) return <Panel>{t("identity.graph.single")}</Panel>;
  return (
    <Table<GraphEdge>
      size="small"
      rowKey={(edge) => `${edge.high}-${edge.low}-${edge.claim_id ?? ""}`}
      dataSource={graph.edges}
      pagination={graph.edges.length > ROWS ? { pageSize: ROWS } : false}
      columns={[
        {
          key: "ends",
          title: t("identity.graph.edges"),
          render: (_, edge) => (
            <>
              {named.get(edge.high)} <span className="note">—</span> {named.get(edge.low)}
            </>
          ),
        },
        {
          key: "cause",
          title: t("identity.graph.cause"),
          render: (_, edge) => (
            <>
              {t(`identity.causes.${edge.cause as "manual"}`, { defaultValue: edge.cause })}
              <div className="note">{[edge.event, edge.source, edge.actor].filter(Boolean).join(" · ")}</div>
              {edge.refused ? (
                <Tag color="error">
                  {t("identity.graph.refused", {
                    reason: t(`identity.reasons.${edge.reason as "unbound"}`, {
                      defaultValue: edge.reason ?? "",
                    }),
                  })}
                </Tag>
              ) : null}
              {edge.claim_id && may("operator") ? <TakeBack claim={edge.claim_id} /> : null}
            </>
          ),
        },
        { key: "at", title: t("identity.graph.at"), render: (_, edge) => format.instant(edge.at) },
      ]}
    />
  );
}
