import { Link } from "@tanstack/react-router";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/use-path";
import { Panel } from "@/ui/panel";

const PAGES: Record<string, string> = {
  tag: "tags",
  segment: "segments",
  score: "scores",
  campaign: "campaigns",
};

interface Named {
  kind: string;
  id: string;
  said: string;
}

/** A name that leads to its page, where things of its kind have one. */
export function ThingLink({ kind, id, said }: Named) {
  const path = usePath();
  const page = PAGES[kind];
  return page ? <Link to={path(`${page}/${id}`)}>{said}</Link> : said;
}

/** Who reads an attribute or a label. */
export function UsedBy({ uses }: { uses: readonly { kind: string; use_id: string; name: string }[] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("tag.usedBy")} className="span-4">
      <div className="row">
        {uses.map(({ kind, use_id, name }) => (
          <Tag key={`${kind} ${use_id}`}>
            <ThingLink
              kind={kind}
              id={use_id}
              said={`${t(`tag.uses.${kind as "tag"}`, { defaultValue: kind })}: ${name}`}
            />
          </Tag>
        ))}
      </div>
      {uses.length === 0 ? <span className="note">{t("tag.nothing")}</span> : null}
    </Panel>
  );
}
