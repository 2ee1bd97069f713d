import { useTranslation } from "react-i18next";
import { type Unit, useWrite } from "@/builders/query/use-write";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";
import type { Line } from "./trend-lines";

/** A narrow table is read across more easily than one as wide as the page. */
const COLUMN_PX = 280;

interface Props {
  per: string;
  unit: Unit;
  periods: string[];
  lines: Line[];
  onPick: (line: number, period: number) => void;
}

/** A number that leads to its people, or stands by itself where it counts none. */
function TrendCell({ line, unit, at, onPick }: { line: Line; unit: Unit; at: number; onPick: () => void }) {
  const format = useFormat();
  const write = useWrite(unit);
  const value = line.points[at]?.value;
  if (value === undefined || value === null) return <>–</>;
  const isWhole = line.points.every((point) => Number.isInteger(point.value ?? 0));
  const plain = isWhole ? format.whole : format.cents;
  const shown = unit === "share" || unit === "seconds" ? write(value) : plain(value);
  if (!line.who) return <>{shown}</>;
  return (
    <button type="button" className="people-link" onClick={onPick}>
      {shown}
    </button>
  );
}

/** The numbers behind the picture, newest period first. */
export function TrendTable({ per, unit, periods, lines, onPick }: Props) {
  const { t } = useTranslation();
  const { currency } = useFormat();
  const newest = periods.map((_, index) => periods.length - 1 - index).slice(0, 60);
  const length = per === "hour" || per === "minute" ? 16 : per === "month" ? 7 : 10;
  const said = (at: string) =>
    per === "none" ? t("question.granularity.none") : at.slice(0, length).replace("T", " ");
  return (
    <Panel title={t("common.table")} className="scroll">
      <table className="plain" style={{ maxWidth: COLUMN_PX * (lines.length + 1) }}>
        <thead>
          <tr>
            <th scope="col">{t("question.revenue.period")}</th>
            {lines.map((line) => (
              <th key={line.name} scope="col" className="num" title={line.name}>
                <span className="long-name">{line.name}</span>
                {unit === "money" || line.isMoney ? ` (${currency})` : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {newest.map((at) => (
            <tr key={periods[at]}>
              <td className="when">{said(periods[at] ?? "")}</td>
              {lines.map((line, index) => (
                <td key={line.name} className="num">
                  <TrendCell line={line} unit={unit} at={at} onPick={() => onPick(index, at)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
