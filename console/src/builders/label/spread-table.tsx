import { useTranslation } from "react-i18next";
import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";

export interface SpreadRow {
  key: string;
  said: string;
  people: number;
  /** Null where nobody can be asked for. */
  behind: PeopleBehind | null;
  /** Stands for many values that are not shown. */
  rest?: boolean;
}

/** Values with their people and their share of everybody: a bar as long as the share of the largest. */
export function SpreadTable({ rows, total }: { rows: SpreadRow[]; total: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const most = Math.max(1, ...rows.filter((row) => !row.rest).map((row) => row.people));
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{t("tag.value")}</th>
          <th style={{ width: "40%" }} aria-label={t("tag.distribution")} />
          <th className="num">{t("common.count")}</th>
          <th className="num">{t("common.share")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <td title={row.key}>{row.said}</td>
            <td>
              <div
                style={{
                  width: `${(100 * Math.min(row.people, most)) / most}%`,
                  minWidth: row.people > 0 ? 2 : 0,
                  height: 8,
                  borderRadius: 2,
                  background: row.rest ? "var(--line)" : "var(--accent)",
                }}
              />
            </td>
            <td className="num">
              <PeopleNumber value={row.people} behind={row.behind} />
            </td>
            <td className="num">{format.percent(total > 0 ? row.people / total : null)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
