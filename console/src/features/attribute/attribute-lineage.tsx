import { useTranslation } from "react-i18next";
import type { AttributeFull } from "@/api/attributes";
import { inLanguage } from "@/api/said";
import { UsedBy } from "@/builders/label/used-by";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

/** Where the values came from, who names the attribute, and who answers for it. */
export function AttributeLineage({ attribute }: { attribute: AttributeFull }) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = inLanguage(attribute.label, format.language);
  const way = (origin: string) => t(`attribute.ways.${origin as "import"}`, { defaultValue: origin || "–" });
  const facts = [
    [t("tag.owner"), attribute.owner || "–"],
    [t("attribute.firstSeen"), format.instant(attribute.first_seen_at)],
    [
      t("attribute.changed"),
      attribute.changed_at ? `${format.instant(attribute.changed_at)} · ${attribute.changed_by}` : "–",
    ],
  ] as const;
  return (
    <div className="grid">
      <Panel title={t("attribute.origins")} className="span-4">
        <dl className="facts">
          {attribute.origins.map(({ origin, people }) => (
            <div key={origin}>
              <dt>{way(origin)}</dt>
              <dd>
                <PeopleNumber
                  value={people}
                  behind={{
                    title: `${said} · ${way(origin)}`,
                    source: { kind: "named", named: { attribute: { name: attribute.name, origin } } },
                  }}
                />{" "}
                <span className="note">
                  {format.percent(attribute.people > 0 ? people / attribute.people : null)}
                </span>
              </dd>
            </div>
          ))}
        </dl>
        {attribute.origins.length === 0 ? <span className="note">{t("tag.nothing")}</span> : null}
      </Panel>
      <UsedBy uses={attribute.uses} />
      <Panel title={t("attribute.facts")} className="span-4">
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Panel>
    </div>
  );
}
