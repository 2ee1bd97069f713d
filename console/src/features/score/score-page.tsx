import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { inLanguage } from "@/api/said";
import { refreshScore, removeScore, scoreQuery } from "@/api/scores";
import { LabelTools } from "@/builders/label/label-tools";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Stat } from "@/ui/stat";
import { ChangeScore } from "./change-score";
import { ScoreHistory } from "./score-history";
import { behindBand, points } from "./score-names";
import { ScoreRules } from "./score-rules";
import { ScoreSpreadPanels } from "./score-spread";
import { ScoreWhyPanel } from "./score-why";

/** One score: how people stand, what gives points, and why somebody has theirs. */
export function ScorePage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const may = useMay();
  const { score: id } = useParams({ strict: false }) as { score: string };
  const asked = useQuery(scoreQuery(project, id));
  const [editing, setEditing] = useState(false);
  const score = asked.data;
  const said = score ? inLanguage(score.label, format.language) : t("score.title");
  const tools =
    score && may("analyst") ? (
      <>
        <Button onClick={() => setEditing(!editing)}>{t("score.edit")}</Button>
        <LabelTools
          thing={score}
          list="scores"
          hint={t("score.removeHint")}
          refresh={() => refreshScore(project, score.score_id)}
          remove={() => removeScore(project, score.score_id)}
        />
      </>
    ) : null;
  return (
    <Page title={said} about={score?.description} tools={tools}>
      <Loaded asked={asked} rows={8}>
        {(found) => (
          <div className="stack">
            {found.problem ? (
              <Alert type="warning" title={t("tag.problem")} description={found.problem} />
            ) : null}
            {editing ? <ChangeScore score={found} done={() => setEditing(false)} /> : null}
            <div className="stats">
              <Stat
                label={t("score.scored")}
                hint={t("score.scoredHint")}
                below={format.instant(found.refreshed_at)}
              >
                <PeopleNumber value={found.spread.scored} behind={behindBand(found, null, said)} />
              </Stat>
              <Stat label={t("score.average")}>{points(found.spread.average)}</Stat>
              <Stat label={t("score.median")}>{points(found.spread.median)}</Stat>
              <Stat word label={t("score.schedule")} below={t("tag.version", { n: found.version })}>
                {t(`score.schedules.${found.schedule}`)}
              </Stat>
            </div>
            <ScoreSpreadPanels
              spread={found.spread}
              behindBand={(band, title) => behindBand(found, band, `${said} · ${title}`)}
              behindBar={(start, end) => ({
                title: `${said} · ${start}–${end}`,
                source: { kind: "named", named: { score: { score_id: found.score_id, start, end } } },
              })}
            />
            {may("analyst") ? <ScoreWhyPanel score={found} /> : null}
            <ScoreRules score={found} />
            <ScoreHistory score={found} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
