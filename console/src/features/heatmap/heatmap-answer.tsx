import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { HeatmapQuery, HeatmapResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { ClickMap } from "@/charts/click-map/click-map";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { elementName } from "./element-name";
import { ElementTable } from "./element-table";
import { HeatmapFigures } from "./heatmap-figures";
import { NextPages } from "./next-pages";
import { RankedElements } from "./ranked-elements";
import "./heatmap.css";

interface Props {
  query: HeatmapQuery;
  result: HeatmapResult;
}
type Cell = HeatmapResult["cells"][number];

/** The key figures, the page with its heat, its elements ranked, and where people went next. */
export function HeatmapAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const { page, width, cells, elements } = result;
  const pickCell = useCallback(
    (cell: Cell) =>
      open({
        title: t("heat.spot", { x: cell.x + 1, y: cell.y + 1 }),
        source: { kind: "query", query, who: { x: cell.x, y: cell.y } },
      }),
    [open, query, t],
  );
  if (result.visitors === 0 || page === null) {
    return <FirstStep title={t("heat.quiet")}>{t("heat.quietHint")}</FirstStep>;
  }
  const pickElement = (key: string) => {
    const element = elements[Number(key)];
    if (element) {
      open({
        title: elementName(element, t),
        source: { kind: "query", query, who: { element: element.element } },
      });
    }
  };
  const boxes = elements.flatMap((element, index) =>
    element.box
      ? [{ ...element.box, key: String(index), mark: String(index + 1), title: elementName(element, t) }]
      : [],
  );
  const notes = [
    width === null ? "" : t("heat.pictureNote", { width: format.whole(Math.round(width)) }),
    result.unplaced > 0 ? t("heat.unplaced", { n: format.whole(result.unplaced) }) : "",
  ].filter(Boolean);
  return (
    <>
      <HeatmapFigures query={query} result={result} />
      <div className="grid">
        <div className="span-7">
          <Panel title={`${t("heat.picture")}: ${page}`} note={notes.join(" · ")}>
            {width === null ? (
              <p className="soft">{t("heat.noPlace")}</p>
            ) : (
              <ClickMap
                label={t("heat.pictureLabel", { page, n: format.whole(result.clicks) })}
                width={width}
                height={result.height}
                columns={result.columns}
                row={result.row}
                cells={cells}
                boxes={boxes}
                say={(cell) =>
                  t("heat.cell", { clicks: format.whole(cell.clicks), people: format.whole(cell.people) })
                }
                onCell={pickCell}
                onBox={pickElement}
              />
            )}
          </Panel>
        </div>
        <div className="span-5 stack">
          <Panel title={t("heat.ranked")}>
            <RankedElements elements={elements} clicks={result.clicks} />
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
