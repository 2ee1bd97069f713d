import { useTranslation } from "react-i18next";
import type { LifecycleStage } from "@/api/lifecycle";
import type { StageQuery, StageResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { useStageWords } from "./use-stage-words";

interface Props {
  stages: LifecycleStage[];
  query: StageQuery;
  result: StageResult;
}

/** How many people stood in each stage, as bars in the order of a life, and as a table. */
export function StageSizes({ stages, query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const words = useStageWords(stages);
  const sizeOf = (name: string) => result.stages.find((each) => each.stage === name)?.people ?? 0;
  const known = stages.map((each) => each.name);
  const gone = result.stages.map((each) => each.stage).filter((name) => !known.includes(name));
  const sizes = [...known, ...gone].map((stage) => ({ stage, people: sizeOf(stage) }));
  const total = sizes.reduce((sum, each) => sum + each.people, 0);
  if (total === 0) {
    return <FirstStep title={t("lifecycle.ask.none")}>{t("lifecycle.ask.noneHint")}</FirstStep>;
  }
  const behind = (stage: string) => ({
    title: t("life.stage.in", { stage: words(stage) }),
    source: { kind: "query" as const, query, who: { stage } },
  });
  return (
    <Panel title={t("lifecycle.sizes")}>
      <div className="stack">
        <TrendChart
          bars
          height={260}
          label={t("lifecycle.sizes")}
          labels={sizes.map((each) => words(each.stage))}
          lines={[{ name: t("life.stage.people"), values: sizes.map((each) => each.people) }]}
          zone={format.zone}
          value={format.compact}
          onPick={(_, at) => {
            const size = sizes[at];
            if (size) open(behind(size.stage));
          }}
        />
        <table className="plain" aria-label={t("lifecycle.sizes")}>
          <thead>
            <tr>
              <th scope="col">{t("pool.stage")}</th>
              <th scope="col" className="num">
                {t("life.stage.people")}
              </th>
              <th scope="col" className="num">
                {t("lifecycle.ask.share")}
              </th>
            </tr>
          </thead>
          <tbody>
            {sizes.map(({ stage, people }) => (
              <tr key={stage}>
                <th scope="row">{words(stage)}</th>
                <td className="num">
                  <PeopleNumber value={people} behind={behind(stage)} />
                </td>
                <td className="num">{format.percent(people / total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
