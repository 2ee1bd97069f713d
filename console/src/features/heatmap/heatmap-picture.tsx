import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { HeatmapQuery, HeatmapResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { ClickMap } from "@/charts/click-map/click-map";
import { useFormat } from "@/lib/use-format";
import { Choice } from "@/ui/choice";
import { Panel } from "@/ui/panel";
import { elementName } from "./element-name";

type Cell = HeatmapResult["cells"][number];
interface Props {
  query: HeatmapQuery;
  result: HeatmapResult;
  page: string;
}

const WHEN = ["now", "before"] as const;

/** Where it was clicked, now or in the range compared with; a position and an element open their people. */
export function HeatmapPicture({ query, result, page }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const [when, setWhen] = useState<(typeof WHEN)[number]>("now");
  const { width, elements, previous } = result;
  const isBefore = when === "before" && Boolean(previous);
  const cells = useMemo(
    () =>
      result.cells
        .map((cell) => ({ ...cell, ...(isBefore ? cell.previous : {}), now: cell }))
        .filter((cell) => cell.clicks > 0),
    [result.cells, isBefore],
  );
  const pickCell = useCallback(
    (cell: Cell) =>
      open({
        title: t("heat.spot", { x: cell.x + 1, y: cell.y + 1 }),
        source: {
          kind: "query",
          query,
          who: { x: cell.x, y: cell.y, ...(isBefore ? { compared: true } : {}) },
        },
      }),
    [open, query, t, isBefore],
  );
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
  const numbers = (cell: { clicks: number; people: number }) =>
    t("heat.cell", { clicks: format.whole(cell.clicks), people: format.whole(cell.people) });
  const shown = isBefore ? (previous ?? result) : result;
  const notes = [
    width === null ? "" : t("heat.pictureNote", { width: format.whole(Math.round(width)) }),
    shown.unplaced > 0 ? t("heat.unplaced", { n: format.whole(shown.unplaced) }) : "",
  ].filter(Boolean);
  return (
    <Panel title={`${t("heat.picture")}: ${page}`} note={notes.join(" · ")}>
      {previous && width !== null ? (
        <div className="heat-when">
          <Choice
            size="small"
            label={t("question.compareName")}
            of={WHEN}
            say={(each) => t(`heat.when.${each}`)}
            value={when}
            onChange={setWhen}
          />
        </div>
      ) : null}
      {width === null ? (
        <p className="soft">{t("heat.noPlace")}</p>
      ) : (
        <ClickMap
          label={t("heat.pictureLabel", { page, n: format.whole(shown.clicks) })}
          width={width}
          height={result.height}
          columns={result.columns}
          row={result.row}
          cells={cells}
          boxes={boxes}
          say={({ now }) =>
            now.previous
              ? t("heat.cellBefore", { now: numbers(now), before: numbers(now.previous) })
              : numbers(now)
          }
          onCell={pickCell}
          onBox={pickElement}
        />
      )}
    </Panel>
  );
}
