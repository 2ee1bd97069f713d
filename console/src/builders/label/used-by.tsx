import { Link } from "@tanstack/react-router";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/use-path";
import { Panel } from "@/ui/panel";

const AT: Record<string, (id: string) => { to: string; search?: object }> = {
  tag: (id) => ({ to: `tags/${id}` }),
  segment: (id) => ({ to: `segments/${id}` }),
  score: (id) => ({ to: `scores/${id}` }),
  campaign: (id) => ({ to: `campaigns/${id}` }),
  destination: (id) => ({ to: `destinations/${id}` }),
  "earning rule": () => ({ to: "earning-rules" }),
  "lifecycle model": (id) => ({ to: "lifecycle", search: { model: id } }),
};

interface Named {
  kind: string;
  id: string;
  said: string;
}

/** A name that leads to its page, where things of its kind have one. */
export function ThingLink({ kind, id, said }: Named) {
  const path = usePath();
  const at = AT[kind]?.(id);
  if (!at) return said;
  return (
    <Link to={path(at.to)} search={at.search as never}>
      {said}
    </Link>
  );
}

export interface Use {
  kind: string;
  use_id: string;
  name: string;
}

/** What uses a thing: its kind, and the way to it. */
export function UseLink({ use }: { use: Use }) {
  const { t } = useTranslation();
  const kind = t(`tag.uses.${use.kind as "tag"}`, { defaultValue: use.kind });
  return <ThingLink kind={use.kind} id={use.use_id} said={`${kind}: ${use.name}`} />;
}

/** Who reads an attribute or a label. */
export function UsedBy({ uses }: { uses: readonly Use[] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("tag.usedBy")} className="span-4">
      <div className="row">
        {uses.map((use) => (
          <Tag key={`${use.kind} ${use.use_id}`}>
            <UseLink use={use} />
          </Tag>
        ))}
      </div>
      {uses.length === 0 ? <span className="note">{t("tag.nothing")}</span> : null}
    </Panel>
  );
}
