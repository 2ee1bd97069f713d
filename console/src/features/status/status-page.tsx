import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type StatusAnswer, type StatusPer, statusQuery } from "@/api/value";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Choice } from "@/ui/choice";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Panel } from "@/ui/panel";
import { Stat } from "@/ui/stat";
import { StatusRulesForm } from "./status-rules";

const PARTS = ["active", "new", "kept", "returned", "churned"] as const;
const DRAWN = ["kept", "new", "returned"] as const;

/** How everybody stands today, and the accounts of the periods before. */
export function StatusPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const [per, setPer] = useState<StatusPer>("week");
  const asked = useQuery(statusQuery(project, per));
  return (
    <Page title={t("status.title")} about={t("status.about")}>
      <Loaded asked={asked} rows={8}>
        {(answer) =>
          answer.people === 0 ? (
            <FirstStep title={t("status.none")}>{t("status.noneHint")}</FirstStep>
          ) : (
            <div className="stack">
              <Sizes answer={answer} />
              <Panel title={t("status.accounts")} note={t("status.identity")}>
                <div className="stack">
                  <Choice<StatusPer>
                    label={t("status.per")}
                    value={per}
                    onChange={setPer}
                    of={["day", "week", "month"]}
                    say={(each) => t(`status.${each}`)}
                  />
                  <Accounts answer={answer} per={per} />
                </div>
              </Panel>
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

function Accounts({ answer, per }: { answer: StatusAnswer; per: StatusPer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const { periods } = answer;
  const days = { day: 12, week: 84, month: 360 }[per];
  const behind = (part: (typeof PARTS)[number], at: string) => ({
    title: `${t(`status.part.${part}`)} · ${at}`,
    source: {
      kind: "query" as const,
      query: { kind: "status", range: { last: `${days}d` }, per } as never,
      who: { stage: part, t: at } as never,
    },
  });
  return (
    <>
      <TrendChart
        bars
        stacked
        openEnd
        height={260}
        label={t("status.accounts")}
        labels={periods.map((each) => each.t.slice(5))}
        lines={DRAWN.map((part) => ({
          name: t(`status.part.${part}`),
          values: periods.map((each) => each[part]),
        }))}
        zone={format.zone}
        value={format.compact}
        onPick={(line, at) => {
          const [part, period] = [DRAWN[line], periods[at]];
          if (part && period) open(behind(part, period.t));
        }}
      />
      <div className="scroll">
        <table className="plain" aria-label={t("status.accounts")}>
          <thead>
            <tr>
              <th scope="col">{t(`status.${per}`)}</th>
              {PARTS.map((part) => (
                <th key={part} scope="col" className="num">
                  {t(`status.part.${part}`)}
                </th>
              ))}
              <th scope="col" className="num" title={t("status.quickHint")}>
                {t("status.quick")}
              </th>
            </tr>
          </thead>
          <tbody>
            {[...periods].reverse().map((each) => (
              <tr key={each.t}>
                <td>{each.t}</td>
                {PARTS.map((part) => (
                  <td key={part} className="num">
                    <PeopleNumber value={each[part]} behind={behind(part, each.t)} />
                  </td>
                ))}
                <td className="num">{each.quick_ratio === null ? "–" : each.quick_ratio.toFixed(2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
