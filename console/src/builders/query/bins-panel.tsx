import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Query, Who } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

export interface BinLine {
  label: string;
  /** What the bar shows. */
  count: number;
  people?: number;
  /** What the bar was in the range compared with. */
  before?: number | undefined;
  who: Who;
}
interface Props {
  title: string;
  /** What is counted in a bin, where that is not people. */
  counted: string;
  query: Query;
  lines: BinLine[];
  note?: ReactNode;
}

/** A histogram with its table; every bar leads to its people. */
export function BinsPanel({ title, counted, query, lines, note }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const whole = lines.reduce((sum, line) => sum + line.count, 0);
  const hasPeople = lines.some((line) => line.people !== undefined);
  const before = lines.some((line) => line.before !== undefined)
    ? { name: t("question.compareBefore"), values: lines.map((line) => line.before ?? 0), quiet: true }
    : null;
  const behind = (line: BinLine, compared = false) => ({
    title: `${title}: ${line.label}${compared ? ` · ${t("question.compareBefore")}` : ""}`,
    source: { kind: "query" as const, query, who: compared ? { ...line.who, compared } : line.who },
  });
  return (
    <Panel title={title} note={note}>
      <TrendChart
        bars
        height={220}
        label={title}
        labels={lines.map((line) => line.label)}
        lines={[{ name: counted, values: lines.map((line) => line.count) }, ...(before ? [before] : [])]}
        zone=""
        value={format.compact}
        onPick={(which, index) => {
          const line = lines[index];
          if (line) open(behind(line, which > 0));
        }}
      />
      <table className="plain below-chart" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{t("analysis.bin")}</th>
            <th scope="col" className="num">
              {counted}
            </th>
            <th scope="col" className="num">
              {t("analysis.share")}
            </th>
            {hasPeople ? (
              <th scope="col" className="num">
                {t("analysis.people")}
              </th>
            ) : null}
            {before ? (
              <th scope="col" className="num">
                {before.name}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.label}>
              <td>{line.label}</td>
              <td className="num">
                {hasPeople ? (
                  format.whole(line.count)
                ) : (
                  <PeopleNumber value={line.count} behind={behind(line)} />
                )}
              </td>
              <td className="num">{format.percent(whole ? line.count / whole : null)}</td>
              {hasPeople ? (
                <td className="num">
                  <PeopleNumber value={line.people} behind={behind(line)} />
                </td>
              ) : null}
              {before ? (
                <td className="num">
                  <PeopleNumber value={line.before} behind={behind(line, true)} />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
