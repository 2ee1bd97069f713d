import { useTranslation } from "react-i18next";
import type { AttributeFull } from "@/api/attributes";
import { inLanguage } from "@/api/said";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { behindAttribute } from "./attribute-names";

/** Each value or band with its people: a bar as long as its share of the largest. */
export function AttributeSpread({ attribute }: { attribute: AttributeFull }) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = inLanguage(attribute.label, format.language);
  const rest = attribute.other > 0 ? [{ label: t("attribute.others"), people: attribute.other }] : [];
  const most = Math.max(1, ...attribute.shares.map((each) => each.people));
  if (attribute.shares.length === 0) return <span className="note">{t("attribute.nobody")}</span>;
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
        {[...attribute.shares, ...rest].map((share) => {
          const known = "value" in share && !share.masked ? share : null;
          return (
            <tr key={share.label}>
              <td>{share.label}</td>
              <td>
                <div
                  style={{
                    width: `${(100 * Math.min(share.people, most)) / most}%`,
                    minWidth: share.people > 0 ? 2 : 0,
                    height: 8,
                    borderRadius: 2,
                    background: "value" in share ? "var(--accent)" : "var(--line)",
                  }}
                />
              </td>
              <td className="num">
                <PeopleNumber
                  value={share.people}
                  behind={known && behindAttribute(attribute.name, `${said} · ${share.label}`, known)}
                />
              </td>
              <td className="num">
                {format.percent(attribute.total > 0 ? share.people / attribute.total : null)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
