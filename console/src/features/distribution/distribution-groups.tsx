import { useTranslation } from "react-i18next";
import type { DistributionQuery, DistributionResult, Who } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { CellBefore } from "@/builders/query/cell-before";
import { splitOf } from "@/builders/query/query-words";
import { useGroupHeading, useGroupName } from "@/builders/query/use-group-name";
import { Panel } from "@/ui/panel";

type Group = NonNullable<DistributionResult["groups"]>[number];
interface Props {
  query: DistributionQuery;
  result: DistributionResult;
  labels: string[];
}

/** The people of every group in every bin. */
export function DistributionGroups({ query, result, labels }: Props) {
  const { t } = useTranslation();
  const nameOf = useGroupName();
  const heading = useGroupHeading();
  const behind = (group: Group, at: number, who: Who) => {
    const { from, to } = result.bins[at] ?? {};
    return {
      title: `${nameOf(group)} · ${labels[at] ?? ""}`,
      source: { kind: "query" as const, query, who: { from, to, ...splitOf(group), ...who } },
    };
  };
  return (
    <Panel className="scroll" title={t("analysis.distribution.histogram")}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            {labels.map((label) => (
              <th key={label} scope="col" className="num">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(result.groups ?? []).map((group) => {
            const name = nameOf(group);
            return (
              <tr key={name}>
                <td>{name}</td>
                {group.people.map((people, index) => (
                  <td key={labels[index]} className="num">
                    <PeopleNumber value={people} behind={behind(group, index, {})} />
                    <CellBefore now={people} before={group.people_previous?.[index]}>
                      <PeopleNumber
                        value={group.people_previous?.[index]}
                        behind={behind(group, index, { compared: true })}
                      />
                    </CellBefore>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}
