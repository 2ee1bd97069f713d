import { useTranslation } from "react-i18next";
import type { HeatmapQuery, HeatmapResult, Who } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { CellBefore } from "@/builders/query/cell-before";
import { PeopleBefore } from "@/builders/query/people-before";
import { useFormat } from "@/lib/use-format";

interface Props {
  query: HeatmapQuery;
  next: HeatmapResult["next"];
  /** Of whom: an element, or everybody on the page. */
  who: Who;
}

/** The pages that were seen next, each with its people and their share. */
export function NextPages({ query, next, who }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const behind = (page: string | null) => ({
    title: t("heat.who.next", { page: page ?? t("heat.noPage") }),
    source: { kind: "query" as const, query, who: { ...who, next: page } },
  });
  if (next.length === 0) return <span className="soft">{t("heat.nextNone")}</span>;
  return (
    <table className="plain">
      <tbody>
        {next.map((each) => (
          <tr key={each.page ?? ""}>
            <td>{each.page ?? t("heat.noPage")}</td>
            <td className="num">
              <PeopleNumber value={each.people} behind={behind(each.page)} />
              <PeopleBefore now={each.people} before={each.previous?.people} behind={behind(each.page)} />
            </td>
            <td className="num">
              {format.percent(each.share)}
              <CellBefore now={null} before={each.previous?.share}>
                {format.percent(each.previous?.share)}
              </CellBefore>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
