import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { pointsTotalsQuery } from "@/api/points";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Stat } from "@/ui/stat";

const FIGURES = ["issued", "spent", "adjusted", "outstanding", "holders"] as const;

/** The project's points, as a ledger sees them. */
export function PointsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const path = usePath();
  const holders = {
    title: t("member.points.holders"),
    source: { kind: "named" as const, named: { points: "holders" as const } },
  };
  const totals = useQuery(pointsTotalsQuery(project));
  return (
    <Page title={t("member.points.title")} about={t("member.points.about")}>
      <Loaded asked={totals}>
        {(answer) => (
          <div className="stack">
            <div className="stats">
              {FIGURES.map((name) => (
                <Stat key={name} label={t(`member.points.${name}`)}>
                  {name === "holders" ? (
                    <PeopleNumber compact value={answer.holders} behind={holders} />
                  ) : (
                    <span title={format.whole(answer[name])}>{format.compact(answer[name])}</span>
                  )}
                </Stat>
              ))}
            </div>
            <Alert
              type={answer.balanced ? "success" : "error"}
              showIcon
              title={t(answer.balanced ? "member.points.balanced" : "member.points.notBalanced")}
              description={
                <>
                  {t("member.points.howTo")}{" "}
                  <Link to={path("earning-rules")}>{t("member.points.rules")}</Link>
                </>
              }
            />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
