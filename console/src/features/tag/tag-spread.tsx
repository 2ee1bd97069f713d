import { useTranslation } from "react-i18next";
import { inLanguage } from "@/api/said";
import type { Spread } from "@/api/tags";
import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";

interface Props {
  spread: Spread;
  /** The people with a value; none before the tag is saved. */
  behind?: (value: string, label: string) => PeopleBehind;
}

/** Each value with its people: a bar as long as its share of the largest. */
export function TagSpread({ spread, behind }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const most = Math.max(1, ...spread.sizes.map((size) => size.people));
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
        {spread.sizes.map(({ value, label, people }) => {
          const said = inLanguage(label, format.language);
          return (
            <tr key={value}>
              <td title={value}>{said}</td>
              <td>
                <div
                  style={{
                    width: `${(100 * people) / most}%`,
                    minWidth: people > 0 ? 2 : 0,
                    height: 8,
                    borderRadius: 2,
                    background: "var(--accent)",
                  }}
                />
              </td>
              <td className="num">
                <PeopleNumber value={people} behind={behind ? behind(value, said) : null} />
              </td>
              <td className="num">{format.percent(spread.total > 0 ? people / spread.total : null)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
