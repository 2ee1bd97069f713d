import { useTranslation } from "react-i18next";
import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { PeopleBefore } from "@/builders/query/people-before";
import type { Move } from "@/charts/stage-flow/stage-flow";
import { useFormat } from "@/lib/use-format";

interface Props {
  moves: Move[];
  /** Those of the range compared with. */
  before?: Move[] | undefined;
  /** In order; those without people are left out. */
  names: string[];
  words: (name: string) => string;
  behind: (move: Move) => PeopleBehind;
}

/** From each row to each column: people, and their share of the row. */
export function MovesMatrix({ moves, before, names, words, behind }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const all = [...moves, ...(before ?? [])];
  const rows = names.filter((name) => all.some((move) => move.from === name));
  const columns = names.filter((name) => all.some((move) => move.to === name));
  return (
    <div style={{ overflowX: "auto" }}>
      <table className="plain" aria-label={t("lifecycle.matrix")}>
        <thead>
          <tr>
            <th scope="col">{`${t("life.stage.from")} \\ ${t("life.stage.to")}`}</th>
            {columns.map((name) => (
              <th key={name} scope="col" className="num">
                {words(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((from) => {
            const mine = moves.filter((move) => move.from === from);
            const total = mine.reduce((sum, move) => sum + move.people, 0);
            return (
              <tr key={from}>
                <th scope="row">{words(from)}</th>
                {columns.map((to) => {
                  const move = mine.find((each) => each.to === to);
                  const was = before?.find((each) => each.from === from && each.to === to);
                  return (
                    <td key={to} className="num">
                      {move ? (
                        <>
                          <PeopleNumber value={move.people} behind={behind(move)} />{" "}
                          <span className="note">{format.percent(move.people / total)}</span>
                        </>
                      ) : (
                        <span className="note">–</span>
                      )}
                      {was ? (
                        <PeopleBefore now={move?.people ?? 0} before={was.people} behind={behind(was)} />
                      ) : null}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
