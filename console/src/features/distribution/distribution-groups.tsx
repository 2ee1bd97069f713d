import { useTranslation } from "react-i18next";
import type { DistributionQuery, DistributionResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { splitOf } from "@/builders/query/query-words";
import { useGroupName } from "@/builders/query/use-group-name";
import { Panel } from "@/ui/panel";

interface Props {
  query: DistributionQuery;
  result: DistributionResult;
  labels: string[];
}

/** The people of every group in every bin. */
export function DistributionGroups({ query, result, labels }: Props) {
  const { t } = useTranslation();
  const nameOf = useGroupName();
  return (
    <Panel className="scroll" title={t("analysis.distribution.histogram")}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("question.funnel.group")}</th>
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
                    <PeopleNumber
                      value={people}
                      behind={{
                        title: `${name} · ${labels[index] ?? ""}`,
                        source: {
                          kind: "query",
                          query,
                          who: {
                            from: result.bins[index]?.from,
                            to: result.bins[index]?.to,
                            ...splitOf(group),
                          },
                        },
                      }}
                    />
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
