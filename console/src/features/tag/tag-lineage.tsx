import { useTranslation } from "react-i18next";
import type { TagFull } from "@/api/tags";
import { ThingLink, UsedBy } from "@/builders/label/used-by";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

/** What a tag is computed from, who uses it, and the definitions it had. */
export function TagLineage({ tag }: { tag: TagFull }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="grid">
      <Panel title={t("tag.computedFrom")} className="span-4">
        <dl className="facts">
          {tag.sources.map(({ kind, name }) => (
            <div key={`${kind} ${name}`}>
              <dt>{t(`tag.sources.${kind as "event"}`, { defaultValue: kind })}</dt>
              <dd>
                <ThingLink
                  kind={kind}
                  id={name}
                  said={kind === "event" && name === "*" ? t("rule.anyEvent") : name}
                />
              </dd>
            </div>
          ))}
        </dl>
        {tag.sources.length === 0 ? <span className="note">{t("tag.nothing")}</span> : null}
      </Panel>
      <UsedBy uses={tag.uses} />
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
