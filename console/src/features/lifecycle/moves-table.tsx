import { useTranslation } from "react-i18next";
import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import type { Move } from "@/charts/stage-flow/stage-flow";
import { Panel } from "@/ui/panel";

interface Props {
  moves: Move[];
  words: (name: string) => string;
  behind: (move: Move) => PeopleBehind;
}

/** The moves as rows, the largest first. */
export function MovesTable({ moves, words, behind }: Props) {
  const { t } = useTranslation();
  const sorted = [...moves].sort((a, b) => b.people - a.people);
  return (
    <Panel title={t("common.table")}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("life.stage.from")}</th>
            <th scope="col">{t("life.stage.to")}</th>
            <th scope="col" className="num">
              {t("life.stage.people")}
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((move) => (
            <tr key={`${move.from}>${move.to}`}>
              <td>{words(move.from)}</td>
              <td>{words(move.to)}</td>
              <td className="num">
                <PeopleNumber value={move.people} behind={behind(move)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
