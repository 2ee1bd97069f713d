import { useTranslation } from "react-i18next";
import type { FunnelQuery, FunnelResult, Who } from "@/api/query-types";
import { eventWords } from "@/builders/condition/words";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { CellBefore } from "@/builders/query/cell-before";
import { splitOf } from "@/builders/query/query-words";
import { useGroupHeading, useGroupName } from "@/builders/query/use-group-name";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

type Group = NonNullable<FunnelResult["groups"]>[number];
interface Props {
  query: FunnelQuery;
  groups: Group[];
}

/** The same funnel for every value of the breakdown. */
export function FunnelGroups({ query, groups }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useGroupName();
  const heading = useGroupHeading();
  const behind = (group: Group, at: number, who: Who) => ({
    title: `${nameOf(group)} · ${t("question.funnel.didStep", { n: at + 1, name: group.steps[at]?.name ?? "" })}`,
    source: {
      kind: "query" as const,
      query,
      who: { step: at + 1, converted: true, ...splitOf(group), ...who },
    },
  });
  return (
    <Panel className="scroll">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            {query.steps.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the funnel
              <th key={index} scope="col" className="num">
                {query.mode === "any"
                  ? `${index + 1} / ${query.steps.length}`
                  : `${index + 1}. ${step.name ?? eventWords(step.event, t)}`}
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
                    <PeopleNumber value={step.people} behind={behind(group, index, {})} />
                    <CellBefore now={step.people} before={group.previous?.[index]?.people}>
                      <PeopleNumber
                        value={group.previous?.[index]?.people}
                        behind={behind(group, index, { compared: true })}
                      />
                    </CellBefore>
                  </td>
                ))}
                <td className="num">
                  {format.percent(group.steps.at(-1)?.rate_from_first)}
                  <CellBefore
                    now={group.steps.at(-1)?.rate_from_first ?? null}
                    before={group.previous?.at(-1)?.rate_from_first}
                  >
                    {format.percent(group.previous?.at(-1)?.rate_from_first)}
                  </CellBefore>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}
