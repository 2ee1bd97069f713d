import { useTranslation } from "react-i18next";
import type { HeatmapQuery, HeatmapResult, Who } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
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
  if (next.length === 0) return <span className="soft">{t("heat.nextNone")}</span>;
  return (
    <table className="plain">
      <tbody>
        {next.map((each) => (
          <tr key={each.page ?? ""}>
            <td>{each.page ?? t("heat.noPage")}</td>
            <td className="num">
              <PeopleNumber
                value={each.people}
                behind={{
                  title: t("heat.who.next", { page: each.page ?? t("heat.noPage") }),
                  source: { kind: "query", query, who: { ...who, next: each.page } },
                }}
              />
            </td>
            <td className="num">{format.percent(each.share)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
