import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { valueMovesQuery } from "@/api/value";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";

const TIERS = ["high", "middle", "low", ""] as const;

/** From which tier to which in the last 30 days; every number opens. */
export function TierMovesTable() {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const asked = useQuery(valueMovesQuery(project));
  const name = (tier: (typeof TIERS)[number]) => t(`value.tier.${tier || "none"}`);
  return (
    <Panel title={t("value.moves")} note={t("value.movesNote")}>
      <Loaded asked={asked} rows={4}>
        {({ since, until, moves }) => (
          <table className="plain" aria-label={t("value.moves")}>
            <thead>
              <tr>
                <th scope="col">{t("value.from", { at: format.day(since) })}</th>
                {TIERS.map((after) => (
                  <th key={after} scope="col" className="num">
                    {name(after)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {TIERS.map((before) => (
                <tr key={before}>
                  <td>{name(before)}</td>
                  {TIERS.map((after) => {
                    const people = moves.find(
                      (each) => each.before === before && each.after === after,
                    )?.people;
                    return (
                      <td key={after} className="num">
                        {people ? (
                          <PeopleNumber
                            value={people}
                            behind={{
                              title: `${name(before)} → ${name(after)}`,
                              source: {
                                kind: "named",
                                named: { value: { move: { since, until, before, after } } },
                              },
                            }}
                          />
                        ) : (
                          "–"
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
    </Panel>
  );
}
