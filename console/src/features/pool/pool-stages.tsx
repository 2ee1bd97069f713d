import { useTranslation } from "react-i18next";
import type { LifecycleModel } from "@/api/lifecycle";
import type { PoolQuery, PoolResult } from "@/api/query-types";
import { inLanguage } from "@/api/said";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";
import { PoolHead } from "./pool-head";
import { PoolLine } from "./pool-line";

const NOBODY = { people: 0, entered: 0, left: 0, payers: 0, revenue: 0 };

interface Props {
  query: PoolQuery;
  result: PoolResult;
  model: LifecycleModel;
}

/** The stages in the order of a life, those outside of the pool last. */
export function PoolStages({ query, result, model }: Props) {
  const { t } = useTranslation();
  const { language } = useFormat();
  const lost = query.lost ?? [];
  const names = new Set(model.stages.map((each) => each.name));
  const gone = result.stages
    .filter((each) => !names.has(each.stage))
    .map((each) => ({ name: each.stage, label: each.stage }));
  const lines = [...model.stages, ...gone].map(({ name, label }) => ({
    name,
    label: inLanguage(label, language),
    line: result.stages.find((each) => each.stage === name) ?? NOBODY,
    outside: lost.includes(name),
  }));
  const most = Math.max(1, ...lines.map(({ line }) => line.people));
  return (
    <Panel className="span-6" title={t("pool.byStage")} note={t("pool.byStageNote")}>
      <div className="scroll">
        <table className="plain pool-table" aria-label={t("pool.byStage")}>
          <PoolHead name={t("pool.stage")} />
          <tbody>
            {lines
              .toSorted((one, other) => Number(one.outside) - Number(other.outside))
              .map(({ name, label, line, outside }) => (
                <PoolLine
                  key={name}
                  name={outside ? t("pool.outside", { name: label }) : label}
                  line={line}
                  most={most}
                  query={query}
                  who={{ stage: name }}
                  outside={outside}
                />
              ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
