import { Link } from "@tanstack/react-router";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { AttributeFull } from "@/api/attributes";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Panel } from "@/ui/panel";

const PAGES: Record<string, string> = {
  tag: "tags",
  segment: "segments",
  score: "scores",
  campaign: "campaigns",
};

/** Where the values came from, who names the attribute, and who answers for it. */
export function AttributeLineage({ attribute }: { attribute: AttributeFull }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  const nothing = <span className="note">{t("tag.nothing")}</span>;
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
              <dt>{t(`attribute.ways.${origin as "import"}`, { defaultValue: origin || "–" })}</dt>
              <dd>
                {format.whole(people)}{" "}
                <span className="note">
                  {format.percent(attribute.people > 0 ? people / attribute.people : null)}
                </span>
              </dd>
            </div>
          ))}
        </dl>
        {attribute.origins.length === 0 ? nothing : null}
      </Panel>
      <Panel title={t("tag.usedBy")} className="span-4">
        <div className="row">
          {attribute.uses.map(({ kind, use_id, name }) => {
            const said = `${t(`tag.uses.${kind as "tag"}`, { defaultValue: kind })}: ${name}`;
            return (
              <Tag key={`${kind} ${use_id}`}>
                {PAGES[kind] ? <Link to={path(`${PAGES[kind]}/${use_id}`)}>{said}</Link> : said}
              </Tag>
            );
          })}
        </div>
        {attribute.uses.length === 0 ? nothing : null}
      </Panel>
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
