import { Checkbox, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { PersonGraph } from "@/api/identities";
import { useFormat } from "@/lib/use-format";
import { nodeName } from "./node-name";

interface Props {
  graph: PersonGraph;
  picked: number[];
  pick: (id: number) => void;
}

/** The identities as a list to pick from: the graph for whoever cannot see or point at it. */
export function IdentityPicks({ graph, picked, pick }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="identity-picks">
      {graph.nodes.map((node) => (
        <div key={node.id} className="row">
          <Checkbox
            checked={picked.includes(node.id)}
            aria-label={t("identity.graph.pick", { name: nodeName(node) })}
            onChange={() => pick(node.id)}
          >
            <span className="soft">{node.kind}</span> {node.value}
          </Checkbox>
          {node.person_id === graph.person_id ? null : (
            <Tag>{t("identity.graph.otherPerson", { id: node.person_id })}</Tag>
          )}
          {node.blocked ? <Tag color="warning">{t("identity.reasons.blocked_value")}</Tag> : null}
          <span className="note">
            {t("identity.graph.firstSeen")} {format.day(node.first_seen_at)}
          </span>
        </div>
      ))}
    </div>
  );
}
