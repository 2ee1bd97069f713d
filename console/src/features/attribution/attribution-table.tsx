import { useTranslation } from "react-i18next";
import type { AttributionQuery, AttributionResult, Who } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { CellBefore } from "@/builders/query/cell-before";
import { PeopleBefore } from "@/builders/query/people-before";
import { splitOf } from "@/builders/query/query-words";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";
import { propertyOf } from "./told-apart";

type Line = AttributionResult["credits"][number];
interface Props {
  query: AttributionQuery;
  result: Pick<AttributionResult, "credits" | "beside">;
  /** Which group the numbers are of; nothing for everybody. */
  group: Who;
  nameOf: (line: Line) => string;
  modelOf: (model: string) => string;
}

/** A credit is often a part of one: two digits after the point. */
const part = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 2 });

/** Credits with value and cost, and beside them what other models say; people are a click away. */
export function AttributionTable({ query, result, group, nameOf, modelOf }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const credited = (line: Line) => ({
    title: t("outcome.attribution.whoCredited", { name: nameOf(line) }),
    source: { kind: "query" as const, query, who: { ...splitOf(line), ...group } },
  });
  const costs = result.credits.some((each) => each.cost !== null);
  const columns = ["conversions", "share", "value", "converted"] as const;
  return (
    <Panel
      title={t("outcome.attribution.table")}
      note={costs ? t("outcome.attribution.hint.cost") : null}
      className="scroll"
    >
      <table className="plain" aria-label={t("outcome.attribution.table")}>
        <thead>
          <tr>
            <th scope="col">{propertyOf(query)}</th>
            {columns.map((name) => (
              <th key={name} scope="col" className="num">
                {t(`outcome.attribution.${name}`)}
              </th>
            ))}
            {costs
              ? (["cost", "cpa", "roas"] as const).map((name) => (
                  <th key={name} scope="col" className="num">
                    {t(`outcome.attribution.${name}`)}
                  </th>
                ))
              : null}
            {result.beside.map(({ model }) => (
              <th key={model} scope="col" className="num">
                {modelOf(model)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.credits.map((line, row) => (
            <tr key={nameOf(line)}>
              <td>{nameOf(line)}</td>
              <td className="num">
                {part(line.conversions)}
                <CellBefore now={line.conversions} before={line.previous?.conversions}>
                  {part(line.previous?.conversions ?? 0)}
                </CellBefore>
              </td>
              <td className="num">
                {format.percent(line.share)}
                <CellBefore now={null} before={line.previous?.share}>
                  {format.percent(line.previous?.share ?? null)}
                </CellBefore>
              </td>
              <td className="num">
                {format.money(line.value)}
                <CellBefore now={line.value} before={line.previous?.value}>
                  {format.money(line.previous?.value ?? null)}
                </CellBefore>
              </td>
              <td className="num">
                <PeopleNumber value={line.people} behind={credited(line)} />
                <PeopleBefore now={line.people} before={line.previous?.people} behind={credited(line)} />
              </td>
              {costs ? (
                <>
                  <td className="num">{format.money(line.cost)}</td>
                  <td className="num">{format.money(line.cpa)}</td>
                  <td className="num">{line.roas === null ? "–" : part(line.roas)}</td>
                </>
              ) : null}
              {result.beside.map(({ model, credits }) => (
                <td key={model} className="num">
                  {part(credits[row]?.conversions ?? 0)}
                  <CellBefore
                    now={credits[row]?.conversions ?? 0}
                    before={credits[row]?.previous?.conversions}
                  >
                    {part(credits[row]?.previous?.conversions ?? 0)}
                  </CellBefore>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
