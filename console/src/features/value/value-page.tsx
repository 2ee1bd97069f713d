import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ValueAnswer, valueQuery } from "@/api/value";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Panel } from "@/ui/panel";
import { Stat } from "@/ui/stat";
import { Costs } from "./costs";
import { TierMovesTable } from "./tier-moves";
import { ValueRulesForm } from "./value-rules";

/** What people bring, how concentrated it is, tiers, and what it cost to win them. */
export function ValuePage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const value = useQuery(valueQuery(project));
  return (
    <Page title={t("value.title")} about={t("value.about")}>
      <Loaded asked={value} rows={8}>
        {(answer) => (
          <div className="stack">
            {may("analyst") ? <ValueRulesForm rules={answer.rules} /> : null}
            {answer.people === 0 ? (
              <FirstStep title={t("value.none")}>{t("value.noneHint")}</FirstStep>
            ) : (
              <>
                <Tiers answer={answer} />
                <Curve answer={answer} />
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

function Tiers({ answer }: { answer: ValueAnswer }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="stats">
      {answer.tiers.map(({ tier, people, amount }) => {
        const name = t(`value.tier.${tier as "high"}`);
        const condition = { value: { in: [tier] } } as never;
        const behind = answer.refreshed_at
          ? { title: name, source: { kind: "condition" as const, condition } }
          : null;
        return (
          <Stat
            key={tier}
            label={name}
            below={t("value.brings", {
              amount: format.money(amount),
              share: format.percent(amount / (answer.amount || 1)),
            })}
          >
            <PeopleNumber value={people} behind={behind} />
          </Stat>
        );
      })}
      <Stat label={t("value.gini")} hint={t("value.giniHint")}>
        {answer.gini.toFixed(2)}
      </Stat>
    </div>
  );
}

function Curve({ answer }: { answer: ValueAnswer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const fifth = answer.curve.find((each) => each.share >= 0.2);
  return (
    <Panel
      title={t("value.curve")}
      note={
        fifth
          ? t("value.said", { top: format.percent(fifth.share), amount: format.percent(fifth.amount_share) })
          : null
      }
    >
      <TrendChart
        area
        height={260}
        most={1}
        label={t("value.curve")}
        labels={answer.curve.map((each) => format.percent(each.share, 0))}
        lines={[{ name: t("value.ofAmount"), values: answer.curve.map((each) => each.amount_share) }]}
        zone={t("value.ofPeople")}
        value={(share) => format.percent(share)}
        onPick={(_, at) => {
          const point = answer.curve[at];
          if (!point) return;
          open({
            title: t("value.top", { n: format.whole(point.people) }),
            source: { kind: "named", named: { value: { top: point.people } } },
          });
        }}
      />
    </Panel>
  );
}
