import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, InputNumber } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { inLanguage } from "@/api/said";
import { type ScoreFull, type ScoreWhy, scoreWhyQuery } from "@/api/scores";
import { useProject } from "@/lib/project-context";
import { useAddressState } from "@/lib/use-address-state";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { points } from "./score-names";

/** Why a person has their score: by rule, by day, and the changes of band. */
export function ScoreWhyPanel({ score }: { score: ScoreFull }) {
  const { t } = useTranslation();
  const [person, setPerson] = useAddressState<number | null>("person", null);
  const [typed, setTyped] = useState<number | null>(person);
  return (
    <Panel title={t("score.why")} note={t("score.whyHint")}>
      <div className="stack">
        <div className="row">
          <InputNumber
            min={1}
            style={{ width: 240 }}
            value={typed}
            prefix={t("score.person")}
            aria-label={t("score.person")}
            onChange={setTyped}
            onPressEnter={() => setPerson(typed)}
          />
          <Button type="primary" disabled={!typed} onClick={() => setPerson(typed)}>
            {t("score.explain")}
          </Button>
        </div>
        {person ? <Explained score={score} person={person} /> : null}
      </div>
    </Panel>
  );
}

function Explained({ score, person }: { score: ScoreFull; person: number }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const asked = useQuery(scoreWhyQuery(project, score.score_id, person));
  return (
    <Loaded asked={asked} rows={4}>
      {(why) =>
        why.points === null ? (
          <span className="note">{t("score.noScore")}</span>
        ) : (
          <div className="stack" data-testid="why">
            <div>
              <Link to={path(`people/${why.person_id}`)}>#{why.person_id}</Link>:{" "}
              <strong>{points(why.points)}</strong>{" "}
              <span className="soft">
                {t("score.sum")} {points(why.sum)}
                {why.sum === why.points ? "" : ` · ${t("score.bounded", { n: points(why.points) })}`}
              </span>
            </div>
            <Parts score={score} why={why} />
            {why.day_count > why.days.length ? (
              <span className="note">{t("score.moreDays", { n: why.day_count })}</span>
            ) : null}
          </div>
        )
      }
    </Loaded>
  );
}

function Parts({ score, why }: { score: ScoreFull; why: ScoreWhy }) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = (name: string) =>
    inLanguage(score.rules.find((rule) => rule.name === name)?.label, format.language) || name;
  const head = (
    <>
      <th>{t("score.rule")}</th>
      <th className="num">{t("score.events")}</th>
      <th className="num">{t("score.given")}</th>
      <th className="num">{t("score.heldBack")}</th>
    </>
  );
  const cells = (part: ScoreWhy["rules"][number]) => (
    <>
      <td>{said(part.rule)}</td>
      <td className="num">{format.whole(part.events)}</td>
      <td className="num">{points(part.given)}</td>
      <td className="num">{part.held_back === 0 ? "–" : points(part.held_back)}</td>
    </>
  );
  return (
    <div className="grid">
      <table className="plain span-5" style={{ alignSelf: "start" }}>
        <thead>
          <tr>
            {head}
            <th className="num">{t("score.now")}</th>
          </tr>
        </thead>
        <tbody>
          {why.rules.map((part) => (
            <tr key={part.rule}>
              {cells(part)}
              <td className="num">{points(part.now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="span-7" style={{ maxHeight: 320, overflow: "auto" }}>
        <table className="plain">
          <thead>
            <tr>
              <th>{t("score.day")}</th>
              {head}
              <th className="num">{t("score.share")}</th>
              <th className="num">{t("score.now")}</th>
            </tr>
          </thead>
          <tbody>
            {why.days.map((part) => (
              <tr key={`${part.day} ${part.rule}`}>
                <td>{part.day}</td>
                {cells(part)}
                <td className="num">{format.percent(part.share)}</td>
                <td className="num">{points(part.now)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
