import { Link } from "@tanstack/react-router";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { TagFull } from "@/api/tags";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Panel } from "@/ui/panel";

const PAGES: Record<string, string> = {
  tag: "tags",
  segment: "segments",
  score: "scores",
  campaign: "campaigns",
};

/** What a tag is computed from, who uses it, and the definitions it had. */
export function TagLineage({ tag }: { tag: TagFull }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  const nothing = <span className="note">{t("tag.nothing")}</span>;
  return (
    <div className="grid">
      <Panel title={`${t("tag.lineage")}: ${t("tag.computedFrom")}`} className="span-4">
        <dl className="facts">
          {tag.sources.map(({ kind, name }) => (
            <div key={`${kind} ${name}`}>
              <dt>{t(`tag.sources.${kind as "event"}`, { defaultValue: kind })}</dt>
              <dd>{PAGES[kind] ? <Link to={path(`${PAGES[kind]}/${name}`)}>{name}</Link> : name}</dd>
            </div>
          ))}
        </dl>
        {tag.sources.length === 0 ? nothing : null}
      </Panel>
      <Panel title={t("tag.usedBy")} className="span-4">
        <div className="row">
          {tag.uses.map(({ kind, use_id, name }) => {
            const said = `${t(`tag.uses.${kind as "tag"}`, { defaultValue: kind })}: ${name}`;
            return (
              <Tag key={`${kind} ${use_id}`}>
                {PAGES[kind] ? <Link to={path(`${PAGES[kind]}/${use_id}`)}>{said}</Link> : said}
              </Tag>
            );
          })}
        </div>
        {tag.uses.length === 0 ? nothing : null}
      </Panel>
      <Panel title={t("tag.versions")} className="span-4" note={`${t("tag.owner")}: ${tag.owner}`}>
        <dl className="facts">
          {tag.versions.map((each) => (
            <div key={each.version} title={JSON.stringify(each.definition)}>
              <dt>{t("tag.version", { n: each.version })}</dt>
              <dd>
                {format.instant(each.changed_at)} · {each.changed_by}
              </dd>
            </div>
          ))}
        </dl>
      </Panel>
    </div>
  );
}
