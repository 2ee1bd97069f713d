import { useTranslation } from "react-i18next";
import type { FunnelQuery, FunnelResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { splitOf } from "@/builders/query/query-words";
import { useGroupName } from "@/builders/query/use-group-name";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

interface Props {
  query: FunnelQuery;
  groups: NonNullable<FunnelResult["groups"]>;
}

/** The same funnel for every value of the breakdown. */
export function FunnelGroups({ query, groups }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useGroupName();
  return (
    <Panel className="scroll">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("question.funnel.group")}</th>
            {query.steps.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the funnel
              <th key={index} scope="col" className="num">
                {query.mode === "any"
                  ? `${index + 1} / ${query.steps.length}`
                  : `${index + 1}. ${step.event}`}
              </th>
            ))}
            <th scope="col" className="num">
              {t("question.funnel.overall")}
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => {
            const name = nameOf(group);
            return (
              <tr key={name}>
                <td>{name}</td>
                {group.steps.map((step, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the funnel
                  <td key={index} className="num">
                    <PeopleNumber
                      value={step.people}
                      behind={{
                        title: `${name} · ${t("question.funnel.didStep", { n: index + 1, name: step.name })}`,
                        source: {
                          kind: "query",
                          query,
                          who: { step: index + 1, converted: true, ...splitOf(group) },
                        },
                      }}
                    />
                  </td>
                ))}
                <td className="num">{format.percent(group.steps.at(-1)?.rate_from_first)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}
