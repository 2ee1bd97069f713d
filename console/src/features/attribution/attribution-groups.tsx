import { useTranslation } from "react-i18next";
import type { AttributionQuery, AttributionResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { splitOf } from "@/builders/query/query-words";
import { useGroupHeading, useGroupName } from "@/builders/query/use-group-name";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

interface Props {
  query: AttributionQuery;
  result: AttributionResult;
}

/** Every group side by side: what share of its conversions each touch is credited with. */
export function AttributionGroups({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useGroupName();
  const heading = useGroupHeading();
  const groups = result.groups ?? [];
  const touches = groups[0]?.credits ?? [];
  return (
    <Panel
      title={t("outcome.attribution.groups")}
      note={t("outcome.attribution.groupsNote")}
      className="scroll"
    >
      <table className="plain" aria-label={t("outcome.attribution.groups")}>
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            <th scope="col" className="num">
              {t("outcome.attribution.conversions")}
            </th>
            <th scope="col" className="num">
              {t("outcome.attribution.converted")}
            </th>
            {touches.map((touch) => (
              <th key={nameOf(touch)} scope="col" className="num">
                {nameOf(touch)}
              </th>
            ))}
            <th scope="col" className="num">
              {t("outcome.attribution.untouched")}
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => {
            const name = nameOf(group);
            const behind = { title: name, source: { kind: "query" as const, query } };
            const who = { of: "converted", group: splitOf(group) };
            return (
              <tr key={name}>
                <td>{name}</td>
                <td className="num">{format.whole(group.conversions)}</td>
                <td className="num">
                  <PeopleNumber
                    value={group.people}
                    behind={{ ...behind, source: { ...behind.source, who } }}
                  />
                </td>
                {group.credits.map((line) => (
                  <td key={nameOf(line)} className="num">
                    {format.percent(line.share)}
                  </td>
                ))}
                <td className="num">
                  {format.percent(group.conversions ? group.untouched / group.conversions : null)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}
