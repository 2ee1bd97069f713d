import { Link } from "@tanstack/react-router";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Person } from "@/api/person";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Panel } from "@/ui/panel";
import { PersonPoints } from "./person-points";
import { PersonTags } from "./person-tags";
import { StageHistory } from "./stage-history";

/** What is known beside the timeline: identities, attributes, segments, points, messages. */
export function PersonSides({ person }: { person: Person }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  return (
    <>
      <Panel title={t("people.person.identities")}>
        <dl className="facts">
          {person.identities.map(({ kind, value }) => (
            <div key={`${kind}:${value}`}>
              <dt>{kind}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {person.identities.length === 0 ? (
          <span className="note">{t("people.person.noIdentities")}</span>
        ) : null}
        {person.merges.length > 0 ? (
          <div className="note">
            {t("people.person.merges")} {person.merges.map((each) => `#${each.person_id}`).join(", ")}
          </div>
        ) : null}
        <Link to={path(`people/${person.person_id}/graph`)}>{t("identity.graph.open")}</Link>
      </Panel>
      <Panel title={t("people.person.attributes")}>
        <dl className="facts">
          {person.attributes.map(({ name, value, at, origin }) => (
            <div key={name} title={`${format.instant(at)} · ${origin}`}>
              <dt>{name}</dt>
              <dd>{value || "–"}</dd>
            </div>
          ))}
        </dl>
        {person.attributes.length === 0 ? (
          <span className="note">{t("people.person.noAttributes")}</span>
        ) : null}
      </Panel>
      {person.segments.length > 0 ? (
        <Panel title={t("people.person.segments")}>
          <div className="row">
            {person.segments.map(({ segment_id, name }) => (
              <Link key={segment_id} to={path(`segments/${segment_id}`)}>
                <Tag>{name}</Tag>
              </Link>
            ))}
          </div>
        </Panel>
      ) : null}
      <PersonTags person={person} />
      <StageHistory person={person} />
      <PersonPoints person={person.person_id} />
      <Panel title={t("people.person.messages")}>
        {person.messages.length === 0 ? <span className="note">{t("people.person.noMoves")}</span> : null}
        <dl className="facts">
          {person.messages.map((message) => (
            <div key={message.message_id}>
              <dt>{format.instant(message.at)}</dt>
              <dd>
                <Link to={path(`campaigns/${message.campaign_id}`)}>{message.campaign}</Link> ·{" "}
                {t(`campaign.outcome.${message.state as "sent"}`, { defaultValue: message.state })}
              </dd>
            </div>
          ))}
        </dl>
      </Panel>
    </>
  );
}
