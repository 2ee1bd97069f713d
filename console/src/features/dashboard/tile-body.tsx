import { useTranslation } from "react-i18next";
import type { Tile, TileAnswer } from "@/api/dashboards";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useFormat } from "@/lib/use-format";

const CELL = 56;
const AROUND = 118;

/** The numbers of a tile as its author wants them: one number, a picture, a table. */
export function TileBody({ tile, answer }: { tile: Tile; answer: TileAnswer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { figure, sheets } = answer;
  const shown = tile.shown ?? "auto";
  if (shown === "table") return <Tables answer={answer} />;
  const number = answer.number ?? (shown === "number" ? lastOf(answer) : null);
  if (shown === "number" || (shown === "auto" && !figure && number !== null)) {
    return <div className="tile-number">{number === null ? "–" : shownNumber(number, format)}</div>;
  }
  if (!figure) {
    return sheets.length > 0 ? (
      <Tables answer={answer} />
    ) : (
      <div className="soft">{t("question.noData")}</div>
    );
  }
  return (
    <Picture figure={figure} title={answer.title} height={Math.max(120, tile.place.h * CELL - AROUND)} />
  );
}

type Figure = NonNullable<TileAnswer["figure"]>;

function Picture({ figure, title, height }: { figure: Figure; title: string; height: number }) {
  const format = useFormat();
  const share = figure.is_share;
  return (
    <TrendChart
      label={title}
      labels={figure.labels}
      lines={figure.lines.map((line) => ({ name: line.name, values: line.values }))}
      bars={figure.shape === "bar"}
      area={figure.lines.length === 1}
      height={height}
      zone=""
      value={(value) => (share ? format.percent(value) : shownNumber(value, format))}
      most={share ? 1 : undefined}
    />
  );
}

/** Where a picture is to be one number: its newest. */
function lastOf(answer: TileAnswer): number | null {
  return answer.figure?.lines[0]?.values.findLast((value) => value !== null) ?? null;
}

function shownNumber(value: number, format: ReturnType<typeof useFormat>): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return format.compact(value);
  return value.toLocaleString(undefined, { maximumFractionDigits: 3 });
}

function Tables({ answer }: { answer: TileAnswer }) {
  const format = useFormat();
  return (
    <div className="scroll tile-tables">
      {answer.sheets.map((sheet) => (
        <table key={sheet.name} className="plain">
          <thead>
            <tr>
              {sheet.columns.map((column) => (
                <th key={column}>{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sheet.rows.map((row) => (
              <tr key={JSON.stringify(row)}>
                {sheet.columns.map((column, place) => {
                  const cell = row[place];
                  return (
                    <td key={column} className={typeof cell === "number" ? "num" : undefined}>
                      {typeof cell === "number" ? shownNumber(cell, format) : String(cell ?? "–")}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
