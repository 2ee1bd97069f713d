import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ViralityQuery, ViralityResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Panel } from "@/ui/panel";

interface Props {
  query: ViralityQuery;
  result: ViralityResult;
}

/** How many people stand in each generation of the tree. */
export function Generations({ query, result }: Props) {
  const { t } = useTranslation();
  const lines = [
    ...result.generations.map(({ generation, people }) => ({
      generation,
      people,
      name: t("outcome.virality.generation", { n: generation }),
    })),
    ...(result.circular > 0
      ? [{ generation: 0, people: result.circular, name: t("outcome.virality.circular") }]
      : []),
  ];
  return (
    <Panel
      title={t("outcome.virality.generations")}
      note={result.circular > 0 ? t("outcome.virality.hint.circular") : null}
    >
      <table className="plain" aria-label={t("outcome.virality.generations")}>
        <thead>
          <tr>
            <th scope="col">{t("outcome.virality.depth")}</th>
            <th scope="col" className="num">
              {t("outcome.virality.invited")}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ generation, people, name }) => (
            <tr key={generation}>
              <td>{name}</td>
              <td className="num">
                <PeopleNumber
                  value={people}
                  behind={{ title: name, source: { kind: "query", query, who: { generation } } }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** Who brought most; each leads to their page, the number to whom they brought. */
export function TopInviters({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  return (
    <Panel title={t("outcome.virality.top")}>
      <table className="plain" aria-label={t("outcome.virality.top")}>
        <thead>
          <tr>
            <th scope="col">{t("outcome.virality.person")}</th>
            <th scope="col" className="num">
              {t("outcome.virality.invitations")}
            </th>
            <th scope="col" className="num">
              {t("outcome.virality.invited")}
            </th>
          </tr>
        </thead>
        <tbody>
          {result.top.map(({ person_id: id, invitations, invited }) => (
            <tr key={id}>
              <td>
                <Link to={path(`people/${id}`)}>{id}</Link>
              </td>
              <td className="num">{format.whole(invitations)}</td>
              <td className="num">
                <PeopleNumber
                  value={invited}
                  behind={{
                    title: t("outcome.virality.whoBy", { id }),
                    source: { kind: "query", query, who: { inviter: id } },
                  }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
