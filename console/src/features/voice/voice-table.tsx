import { useTranslation } from "react-i18next";
import type { VoiceQuery, VoiceResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { CellBefore } from "@/builders/query/cell-before";
import { PeopleBefore } from "@/builders/query/people-before";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

type Cell = VoiceResult["total"];
interface Props {
  title: string;
  /** What the first column names. */
  first: string;
  query: VoiceQuery;
  lines: { name: string; cell: Cell; before?: Cell | null | undefined; who: object }[];
}
const MOODS = ["happy", "neutral", "unhappy"] as const;

/** Scores with their margin and shares; who answered is a click away. */
export function VoiceTable({ title, first, query, lines }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const answered = (name: string, who: object) => ({
    title: `${t("outcome.voice.answered")} · ${name}`,
    source: { kind: "query" as const, query, who: { of: "answered", ...who } },
  });
  return (
    <Panel title={title} className="scroll">
      <table className="plain" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col" className="num">
              {t(`outcome.voice.names.${query.method}`)}
            </th>
            {MOODS.map((mood) => (
              <th key={mood} scope="col" className="num">
                {t(`outcome.voice.${mood}.${query.method}`)}
              </th>
            ))}
            <th scope="col" className="num">
              {t("outcome.voice.answers")}
            </th>
            <th scope="col" className="num">
              {t("outcome.voice.answered")}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, cell, before, who }) => (
            <tr key={name}>
              <td>{name}</td>
              <td className="num">
                {cell.score === null ? "–" : `${cell.score.toFixed(1)} ± ${(cell.margin ?? 0).toFixed(1)}`}
                <CellBefore now={null} before={before?.score}>
                  {before?.score?.toFixed(1)}
                </CellBefore>
              </td>
              {MOODS.map((mood) => (
                <td key={mood} className="num">
                  {format.percent(cell[mood] / Math.max(1, cell.answers))}
                </td>
              ))}
              <td className="num">{format.whole(cell.answers)}</td>
              <td className="num">
                <PeopleNumber value={cell.people} behind={answered(name, who)} />
                <PeopleBefore now={cell.people} before={before?.people} behind={answered(name, who)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
