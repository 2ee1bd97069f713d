import { InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import type { HeatmapQuery } from "@/api/query-types";
import { Bracket } from "@/builders/bracket/bracket";

interface Props {
  query: HeatmapQuery;
  change: (next: { columns?: number | undefined; row?: number | undefined }) => void;
}

/** What the server takes by itself, and from where to where it lets one choose. */
const GRID = { columns: { usual: 40, min: 4, max: 200 }, row: { usual: 40, min: 5, max: 1000 } };

/** How fine positions are counted: parts of the page's width, and pixels of a row. */
export function GridBracket({ query, change }: Props) {
  const { t } = useTranslation();
  const [columns, row] = [query.columns ?? GRID.columns.usual, query.row ?? GRID.row.usual];
  const field = (name: "columns" | "row", value: number) => {
    const { usual, min, max } = GRID[name];
    return (
      <InputNumber
        min={min}
        max={max}
        precision={0}
        changeOnWheel={false}
        prefix={t(`heat.${name}`)}
        aria-label={t(`heat.${name}`)}
        style={{ width: "100%" }}
        value={value}
        onChange={(next) => next !== null && change({ [name]: next === usual ? undefined : next })}
      />
    );
  };
  return (
    <Bracket
      name={t("heat.grid")}
      label={t("heat.gridOf", { columns, row })}
      empty={query.columns === undefined && query.row === undefined}
      width={240}
    >
      {() => (
        <div className="stack" style={{ gap: 8 }}>
          {field("columns", columns)}
          {field("row", row)}
        </div>
      )}
    </Bracket>
  );
}
