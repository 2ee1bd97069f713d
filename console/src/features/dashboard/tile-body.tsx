import { useTranslation } from "react-i18next";
import type { Tile, TileAnswer } from "@/api/dashboards";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { isMoney } from "@/builders/query/use-write";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useFormat } from "@/lib/use-format";
import { groupWords } from "./group-words";
import { useFigureWords } from "./use-figure-words";
import { whoBehind } from "./who-behind";

const CELL = 56;
const AROUND = 102;
const LEAST = 88;
/** About as many letters as stand side by side below the narrowest tile. */
const LETTERS = 42;
/** A name shorter than this says nothing: then the axis leaves some out instead. */
const LETTERS_LEAST = 12;

interface Props {
  tile: Tile;
  answer: TileAnswer;
  /** Height that something else in the tile needs. */
  taken?: number;
}

/** The numbers of a tile as its author wants them: one number, a picture, a table. */
export function TileBody({ tile, answer, taken = 0 }: Props) {
  const { t } = useTranslation();
  const { figure, sheets } = answer;
  const shown = tile.shown ?? "auto";
  if (shown === "table") return <Tables answer={answer} />;
  const number = answer.number ?? (shown === "number" ? lastOf(answer) : null);
  if (shown === "number" || (shown === "auto" && !figure && number !== null)) {
    return <Alone answer={answer} number={number} />;
  }
  if (!figure) {
    return sheets.length > 0 ? (
      <Tables answer={answer} />
    ) : (
      <div className="soft">{t("question.noData")}</div>
    );
  }
  return (
    <Picture figure={figure} answer={answer} height={Math.max(LEAST, tile.place.h * CELL - AROUND - taken)} />
  );
}

/** One number, in large letters; an estimate says that it is one. */
function Alone({ answer, number }: { answer: TileAnswer; number: number | null }) {
  const format = useFormat();
  if (number === null) return <div className="tile-number">–</div>;
  const { query, figure } = answer;
  const plain = query && isMoney(query) ? format.money(number) : shownNumber(number, format);
  const said = answer.number === null && figure?.is_share ? format.percent(number) : plain;
  return <div className="tile-number">{answer.answer?.sample ? `≈ ${said}` : said}</div>;
}

type Figure = NonNullable<TileAnswer["figure"]>;

function Picture({ figure, answer, height }: { figure: Figure; answer: TileAnswer; height: number }) {
  const format = useFormat();
  const { labels, names, openEnd, isMoney } = useFigureWords()(figure, answer);
  const open = usePeopleDrawer();
  const say = (value: number) => (isMoney ? format.money(value) : shownNumber(value, format));
  const pick = (line: number, at: number) => {
    const { query, title } = answer;
    const who = query ? whoBehind(query, answer.answer?.result, line, at) : null;
    if (query && who) open({ title: `${title} · ${labels[at]}`, source: { kind: "query", query, who } });
  };
  return (
    <TrendChart
      label={answer.title}
      labels={
        labels.length * LETTERS_LEAST <= LETTERS
          ? labels.map((each) => short(each, LETTERS / labels.length))
          : labels
      }
      lines={figure.lines.map((line, at) => ({ name: names[at] ?? line.name, values: line.values }))}
      bars={figure.shape === "bar"}
      area={figure.lines.length === 1}
      openEnd={openEnd}
      height={height}
      zone=""
      value={(value) => (figure.is_share ? format.percent(value) : say(value))}
      most={figure.is_share ? 1 : undefined}
      onPick={pick}
    />
  );
}

/** A name that leaves its neighbours room. */
function short(name: string, letters: number): string {
  return name.length > letters ? `${name.slice(0, letters - 1)}…` : name;
}

/** Where a picture is to be one number: its newest. */
function lastOf(answer: TileAnswer): number | null {
  return answer.figure?.lines[0]?.values.findLast((value) => value !== null) ?? null;
}

function shownNumber(value: number, format: ReturnType<typeof useFormat>): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return format.compact(value);
  return value.toLocaleString("en-US", { maximumFractionDigits: 3 });
}

function Tables({ answer }: { answer: TileAnswer }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="scroll tile-tables">
      {answer.sheets.map((sheet) => (
        <table key={sheet.name} className="plain">
          <thead>
            <tr>
              {sheet.columns.map((column, at) => (
                <th key={column} className={areNumbers(sheet, column) ? "num" : undefined}>
                  {groupWords(sheet.titles[at] ?? column, t)}
                </th>
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
                      {typeof cell === "number"
                        ? cellWords(cell, sheet.units[place], format)
                        : groupWords(String(cell ?? "–"), t)}
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

/** A number by what its column holds. */
function cellWords(
  cell: number,
  unit: TileAnswer["sheets"][number]["units"][number] | undefined,
  format: ReturnType<typeof useFormat>,
): string {
  if (unit === "share") return format.percent(cell);
  if (unit === "seconds") return format.duration(cell);
  return unit === "money" ? format.money(cell) : shownNumber(cell, format);
}

/** Whether a column holds numbers, and its name stands above their ends. */
function areNumbers({ columns, rows }: TileAnswer["sheets"][number], column: string): boolean {
  return typeof rows[0]?.[columns.indexOf(column)] === "number";
}
