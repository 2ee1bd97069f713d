import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Condition } from "@/api/condition-types";
import { type EarlyWarning, warningQuery } from "@/api/lifecycle";
import { inLanguage } from "@/api/said";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Panel } from "@/ui/panel";
import "./lifecycle.css";
import { WarningSettings } from "./warning-settings";

/** Who fades away against their own habit, in three grades, each with what is done. */
export function WarningPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const may = useMay();
  const asked = useQuery(warningQuery(project));
  const back = (
    <Link to={path("lifecycle")}>
      <Button>{t("lifecycle.board")}</Button>
    </Link>
  );
  return (
    <Page
      title={t("lifecycle.warn.title")}
      about={t("lifecycle.warn.about", { recent: asked.data?.recent_days ?? 28 })}
      tools={back}
    >
      <Loaded asked={asked}>
        {(found) => (
          <div className="stack">
            <div className="grade-cards" data-testid="grades">
              {found.grades.map((grade) => (
                <Grade key={grade.name} grade={grade} recent={found.recent_days} />
              ))}
            </div>
            {may("analyst") ? (
              <Panel title={t("lifecycle.warn.settings")}>
                <WarningSettings found={found} />
              </Panel>
            ) : null}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Grade({ grade, recent }: { grade: EarlyWarning["grades"][number]; recent: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = t(`lifecycle.warn.${grade.name}`);
  const condition = grade.condition as unknown as Condition;
  return (
    <section className="panel stage-card" aria-label={name}>
      <h3>
        {name}{" "}
        <span className="note">{t("lifecycle.warn.from", { drop: format.percent(grade.drop, 0) })}</span>
      </h3>
      <div className="value">
        <PeopleNumber
          value={grade.people}
          behind={{ title: name, source: { kind: "condition", condition } }}
        />
      </div>
      <div className="note">
        {t("lifecycle.warn.before", { recent })}{" "}
        <PeopleNumber
          value={grade.people_before}
          behind={{
            title: `${name} · ${t("lifecycle.warn.before", { recent })}`,
            source: { kind: "named", named: { faded: { grade: grade.name } } },
          }}
        />
      </div>
      <div className="note">{inLanguage(grade.sentence, format.language)}</div>
      <div className="plan">
        {t("lifecycle.warn.do")}: {t(`lifecycle.warn.action.${grade.action}`)}
        {grade.note ? <span className="note">{grade.note}</span> : null}
      </div>
    </section>
  );
}
