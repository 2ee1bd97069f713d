import { useTranslation } from "react-i18next";
import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { CellBefore } from "@/builders/query/cell-before";
import { PeopleBefore } from "@/builders/query/people-before";
import { MOODS, type Mood, MoodBar } from "@/charts/mood-bar/mood-bar";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

type Counts = Record<Mood | "comments" | "people", number>;
interface Props {
  title: string;
  first: string;
  lines: { name: string; cell: Counts; before?: Counts | null | undefined; who: object }[];
  behind: (title: string, who: object) => PeopleBehind;
}

/** The share of comments that blame, of those that have a mood. */
function blaming({ positive, neutral, negative }: Counts): number {
  return negative / Math.max(1, positive + neutral + negative);
}

/** Comments by topic or by value: how many, by whom, in which mood. */
export function CommentTable({ title, first, lines, behind }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const moods = (cell: Record<Mood, number>) =>
    MOODS.map((mood) => `${t(`outcome.voice.mood.${mood}`)} ${format.whole(cell[mood])}`).join(" · ");
  return (
    <Panel title={title} className="scroll">
      <table className="plain" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col" className="num">
              {t("outcome.voice.writers")}
            </th>
            <th scope="col" className="num">
              {t("outcome.voice.comments")}
            </th>
            <th scope="col">{t("outcome.voice.moods")}</th>
            <th scope="col" className="num">
              {t("outcome.voice.mood.negative")}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, cell, before, who }) => (
            <tr key={name}>
              <td>{name}</td>
              <td className="num">
                <PeopleNumber value={cell.people} behind={behind(name, who)} />
                <PeopleBefore now={cell.people} before={before?.people} behind={behind(name, who)} />
              </td>
              <td className="num">
                {format.whole(cell.comments)}
                <CellBefore now={cell.comments} before={before?.comments}>
                  {format.whole(before?.comments ?? 0)}
                </CellBefore>
              </td>
              <td>
                <MoodBar label={moods(cell)} counts={cell} />
              </td>
              <td className="num">
                {format.percent(blaming(cell))}
                <CellBefore now={null} before={before && blaming(before)}>
                  {before ? format.percent(blaming(before)) : null}
                </CellBefore>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
