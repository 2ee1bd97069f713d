import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/api-error";
import { personQuery } from "@/api/person";
import { personName } from "@/builders/people-drawer/person-name";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { ErasePerson } from "./erase-person";
import { ErasureReport } from "./erasure-report";
import { PersonFacts } from "./person-facts";
import { PersonSides } from "./person-sides";
import { Timeline } from "./timeline";
import { usePersonStream } from "./use-person-stream";
import { WithdrawPerson } from "./withdraw-person";

/** One person, all around: who they are, where they stand, what they did, what we sent and gave. */
export function PersonPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const { person } = useParams({ strict: false }) as { person: string };
  const asked = useQuery(personQuery(project, person));
  const may = useMay();
  const live = usePersonStream(person);
  const known = asked.data;
  const attributes = Object.fromEntries((known?.attributes ?? []).map(({ name, value }) => [name, value]));
  const title = known ? personName({ ...known, attributes }) : `#${person}`;
  const about = known ? (
    <span className="row">
      <Tag>ONE-ID {known.person_id}</Tag>
      <span className="soft">
        {t("people.firstSeen")} {format.day(known.first_seen_at)} · {t("people.lastSeen")}{" "}
        {format.day(known.last_seen_at)}
      </span>
      {live ? (
        <Tag color="success" title={t("people.person.liveHint")}>
          {t("people.person.live")}
        </Tag>
      ) : null}
    </span>
  ) : null;
  const [begun, setBegun] = useState("");
  const tools =
    known && may("owner") && begun !== person ? (
      <>
        <WithdrawPerson person={known.person_id} name={title} />
        <ErasePerson person={known.person_id} name={title} begun={() => setBegun(person)} />
      </>
    ) : null;
  const isGone = asked.error instanceof ApiError && asked.error.status === 404;
  if (may("owner") && (begun === person || isGone)) {
    return (
      <Page title={`#${person}`}>
        <ErasureReport person={person} otherwise={<Problem error={asked.error} />} />
      </Page>
    );
  }
  return (
    <Page title={title} about={about} tools={tools}>
      <Loaded asked={asked} rows={10}>
        {(answer) => (
          <div className="stack">
            <PersonFacts person={answer} />
            <div className="grid">
              <div className="span-8">
                <Timeline person={person} />
              </div>
              <div className="span-4 stack">
                <PersonSides person={answer} />
              </div>
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
