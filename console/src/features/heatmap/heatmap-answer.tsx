import { useTranslation } from "react-i18next";
import type { HeatmapQuery, HeatmapResult } from "@/api/query-types";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { ElementTable } from "./element-table";
import { HeatmapFigures } from "./heatmap-figures";
import { HeatmapPicture } from "./heatmap-picture";
import { NextPages } from "./next-pages";
import { RankedElements } from "./ranked-elements";
import "./heatmap.css";

interface Props {
  query: HeatmapQuery;
  result: HeatmapResult;
}

/** The key figures, the page with its heat, its elements ranked, and where people went next. */
export function HeatmapAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const { page } = result;
  if (result.visitors === 0 || page === null) {
    return <FirstStep title={t("heat.quiet")}>{t("heat.quietHint")}</FirstStep>;
  }
  return (
    <>
      <HeatmapFigures query={query} result={result} />
      <div className="grid">
        <div className="span-7">
          <HeatmapPicture query={query} result={result} page={page} />
        </div>
        <div className="span-5 stack">
          <Panel title={t("heat.ranked")}>
            <RankedElements elements={result.elements} clicks={result.clicks} />
          </Panel>
          <Panel title={t("heat.nextOfPage")}>
            <NextPages query={query} next={result.next} who={{}} />
          </Panel>
        </div>
      </div>
      <Panel title={t("heat.table")} className="scroll">
        <ElementTable query={query} result={result} />
      </Panel>
    </>
  );
}
