import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { valueQuery } from "@/api/value";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Concentration } from "./concentration";
import { Costs } from "./costs";
import { TierMovesTable } from "./tier-moves";
import { TierStats } from "./tier-stats";
import { ValueRulesForm } from "./value-rules";

/** What people bring, how concentrated it is, tiers, and what it cost to win them. */
export function ValuePage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const may = useMay();
  const value = useQuery(valueQuery(project));
  const question = (
    <Link to={path("analysis/value")}>
      <Button>{t("question.asQuestion")}</Button>
    </Link>
  );
  return (
    <Page title={t("value.title")} about={t("value.about")} tools={question}>
      <Loaded asked={value} rows={8}>
        {(answer) => (
          <div className="stack">
            {may("analyst") ? <ValueRulesForm rules={answer.rules} /> : null}
            {answer.people === 0 ? (
              <FirstStep title={t("value.none")}>{t("value.noneHint")}</FirstStep>
            ) : (
              <>
                <TierStats
                  tiers={answer.tiers}
                  amount={answer.amount}
                  gini={answer.gini}
                  behind={(tier, title) => {
                    const condition = { value: { in: [tier] } } as never;
                    return answer.refreshed_at ? { title, source: { kind: "condition", condition } } : null;
                  }}
                />
                <Concentration
                  curve={answer.curve}
                  behind={(top) => ({ kind: "named", named: { value: { top } } })}
                />
                <TierMovesTable />
              </>
            )}
            <Costs />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
