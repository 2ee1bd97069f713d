import { useTranslation } from "react-i18next";
import type { AttributeFull } from "@/api/attributes";
import { inLanguage } from "@/api/said";
import { type SpreadRow, SpreadTable } from "@/builders/label/spread-table";
import { useFormat } from "@/lib/use-format";
import { behindAttribute } from "./attribute-names";

/** Each value or band with its people, and what is left beside the most frequent ones. */
export function AttributeSpread({ attribute }: { attribute: AttributeFull }) {
  const { t } = useTranslation();
  const said = inLanguage(attribute.label, useFormat().language);
  if (attribute.shares.length === 0) return <span className="note">{t("attribute.nobody")}</span>;
  const rows: SpreadRow[] = attribute.shares.map((share) => ({
    key: share.label,
    said: share.label,
    people: share.people,
    behind: share.masked ? null : behindAttribute(attribute.name, `${said} · ${share.label}`, share),
  }));
  const others = t("attribute.others");
  if (attribute.other > 0)
    rows.push({ key: others, said: others, people: attribute.other, behind: null, rest: true });
  return <SpreadTable rows={rows} total={attribute.total} />;
}
