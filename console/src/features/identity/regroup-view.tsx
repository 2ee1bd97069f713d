import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { PersonPart, Regroup } from "@/api/identities";
import { useFormat } from "@/lib/use-format";
import { nodeName } from "./node-name";
import "./identity.css";

const SHOWN = 6;

/** What a merge or an unmerge does: the persons as they are, and as they would be. */
export function RegroupView({ regroup }: { regroup: Regroup }) {
  const { t } = useTranslation();
  return (
    <div className="regroup" data-testid="regroup">
      {(["before", "after"] as const).map((when) => (
        <section key={when}>
          <h3>{t(`identity.regroup.${when}`)}</h3>
          {regroup[when].map((part) => (
            <Part key={part.person_id} part={part} />
          ))}
        </section>
      ))}
    </div>
  );
}

function Part({ part }: { part: PersonPart }) {
  const { t } = useTranslation();
  const format = useFormat();
  const attributes = part.attributes.slice(0, SHOWN);
  return (
    <div className="panel part">
      <div className="row">
        <Tag>{part.person_id ? `ONE-ID ${part.person_id}` : t("identity.regroup.fresh")}</Tag>
        <span className="note">
          {t("identity.regroup.events", { n: format.whole(part.events) })}
          {part.points ? ` · ${t("identity.regroup.points", { n: format.whole(part.points) })}` : ""}
        </span>
      </div>
      <ul>
        {part.identities.map((node) => (
          <li key={node.id}>{nodeName(node)}</li>
        ))}
      </ul>
      {attributes.length > 0 ? (
        <div className="note">{attributes.map(({ name, value }) => `${name} ${value}`).join(" · ")}</div>
      ) : null}
    </div>
  );
}
