import { useTranslation } from "react-i18next";
import type { RetentionQuery, RetentionResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { CellBefore } from "@/builders/query/cell-before";
import { splitOf } from "@/builders/query/query-words";
import { useGroupHeading, useGroupName } from "@/builders/query/use-group-name";
import { Panel } from "@/ui/panel";

interface Props {
  query: RetentionQuery;
  groups: NonNullable<RetentionResult["groups"]>;
  periodName: (k: number) => string;
  say: (value: number | null) => string;
}

/** The mean of every value of the breakdown. */
export function RetentionGroups({ query, groups, periodName, say }: Props) {
  const { t } = useTranslation();
  const nameOf = useGroupName();
  const heading = useGroupHeading();
  return (
    <Panel className="scroll" title={t("question.retention.groups")}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            <th scope="col" className="num">
              {t("question.retention.size")}
            </th>
            {groups[0]?.average.map((_, k) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a period is its place
              <th key={k} scope="col" className="num">
                {periodName(k)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => {
            const name = nameOf(group);
            return (
              <tr key={name}>
                <td>{name}</td>
                <td className="num">
                  <PeopleNumber
                    value={group.size}
                    behind={{ title: name, source: { kind: "query", query, who: splitOf(group) } }}
                  />
                </td>
                {group.average.map((value, k) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a period is its place
                  <td key={k} className="num">
                    {say(value)}
                    <CellBefore now={value} before={group.previous?.[k]}>
                      {say(group.previous?.[k] ?? null)}
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
