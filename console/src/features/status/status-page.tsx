import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type StatusAnswer, statusQuery } from "@/api/value";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Stat } from "@/ui/stat";
import { StatusAccounts } from "./status-accounts";
import { StatusRulesForm } from "./status-rules";

/** How everybody stands today, and the accounts of the periods before. */
export function StatusPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const asked = useQuery(statusQuery(project));
  return (
    <Page title={t("status.title")} about={t("status.about")}>
      <Loaded asked={asked} rows={8}>
        {(answer) =>
          answer.people === 0 ? (
            <FirstStep title={t("status.none")}>{t("status.noneHint")}</FirstStep>
          ) : (
            <div className="stack">
              <Sizes answer={answer} />
              <StatusAccounts />
              {may("analyst") ? <StatusRulesForm rules={answer.rules} /> : null}
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}

function Sizes({ answer }: { answer: StatusAnswer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { active_days: active, churn_days: churn, drop } = answer.rules;
  return (
    <div className="stats">
      {answer.sizes.map(({ status, people }) => {
        const name = t(`status.of.${status as "new"}`);
        const condition = { status: { in: [status] } } as never;
        return (
          <Stat
            key={status}
            label={name}
            hint={t(`status.hint.${status as "new"}`, { active, churn, drop: format.percent(drop, 0) })}
            below={format.percent(people / (answer.people || 1))}
          >
            <PeopleNumber value={people} behind={{ title: name, source: { kind: "condition", condition } }} />
          </Stat>
        );
      })}
    </div>
  );
}
