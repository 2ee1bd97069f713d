import { Link } from "@tanstack/react-router";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Person } from "@/api/person";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Panel } from "@/ui/panel";
import { PersonAttributes } from "./person-attributes";
import { PersonPlaces } from "./person-places";
import { PersonPoints } from "./person-points";
import { PersonReach } from "./person-reach";
import { PersonScores } from "./person-scores";
import { PersonTags } from "./person-tags";
import { StageHistory } from "./stage-history";

/** What is known beside the timeline, from who they are to what was sent to them. */
export function PersonSides({ person }: { person: Person }) {
  return (
    <>
      <PersonIdentities person={person} />
      <PersonAttributes person={person} />
      <PersonTags person={person} />
      <PersonScores person={person} />
      <StageHistory person={person} />
      <PersonSegments person={person} />
      <PersonReach person={person} />
      <PersonPlaces person={person} />
      <PersonPoints person={person.person_id} />
    </>
  );
}

function PersonIdentities({ person }: { person: Person }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  return (
    <Panel
      title={t("people.person.identities")}
      note={<Link to={path(`people/${person.person_id}/graph`)}>{t("identity.graph.open")}</Link>}
    >
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
        <div className="note" title={person.merges.map((each) => format.instant(each.at)).join(", ")}>
          {t("people.person.merges")} {person.merges.map((each) => `#${each.person_id}`).join(", ")}
        </div>
      ) : null}
    </Panel>
  );
}

function PersonSegments({ person }: { person: Person }) {
  const { t } = useTranslation();
  const path = usePath();
  if (person.segments.length === 0) return null;
  return (
    <Panel title={t("people.person.segments")}>
      <div className="row">
        {person.segments.map(({ segment_id, name }) => (
          <Link key={segment_id} to={path(`segments/${segment_id}`)}>
            <Tag>{name}</Tag>
          </Link>
        ))}
      </div>
    </Panel>
  );
}
