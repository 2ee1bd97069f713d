import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "@/api/person";
import { inLanguage } from "@/api/said";
import { scoreQuery, scoreWhyQuery } from "@/api/scores";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";

type Standing = NonNullable<Person["scores"]>[number];

const rounded = (points: number) => String(Math.round(points * 10) / 10);

/** How the person stands in every score, and which behaviour gave how much. */
export function PersonScores({ person }: { person: Person }) {
  const { t } = useTranslation();
  const scores = person.scores ?? [];
  if (scores.length === 0) return null;
  return (
    <Panel title={t("score.onPerson")}>
      <div className="stack" style={{ gap: 12 }}>
        {scores.map((score) => (
          <PersonScore key={score.score_id} person={person.person_id} score={score} />
        ))}
      </div>
    </Panel>
  );
}

function PersonScore({ person, score }: { person: number; score: Standing }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  const [open, setOpen] = useState(false);
  return (
    <div>
      <div className="row" style={{ justifyContent: "space-between" }}>
        <span>
          <Link to={path(`scores/${score.score_id}`)} search={{ person } as never}>
            {inLanguage(score.label, format.language)}
          </Link>{" "}
          <strong>{rounded(score.points)}</strong>{" "}
          <span className="soft">{inLanguage(score.band_label, format.language)}</span>
        </span>
        <Button size="small" type="text" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t("score.why")}
        </Button>
      </div>
      {open ? <Reasons person={person} score={score.score_id} /> : null}
    </div>
  );
}

function Reasons({ person, score }: { person: number; score: string }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const named = useQuery(scoreQuery(project, score)).data?.rules ?? [];
  const said = (rule: string) =>
    inLanguage(named.find((each) => each.name === rule)?.label, format.language) || rule;
  return (
    <Loaded asked={useQuery(scoreWhyQuery(project, score, person))} rows={2}>
      {(why) => (
        <table className="plain">
          <thead>
            <tr>
              <th>{t("score.rule")}</th>
              <th className="num">{t("score.events")}</th>
              <th className="num">{t("score.given")}</th>
              <th className="num">{t("score.now")}</th>
            </tr>
          </thead>
          <tbody>
            {why.rules.map((part) => (
              <tr key={part.rule}>
                <td>{said(part.rule)}</td>
                <td className="num">{format.whole(part.events)}</td>
                <td className="num">{rounded(part.given)}</td>
                <td className="num">{rounded(part.now)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Loaded>
  );
}
