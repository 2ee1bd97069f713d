import { Link } from "@tanstack/react-router";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Person } from "@/api/person";
import { inLanguage } from "@/api/said";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Panel } from "@/ui/panel";

/** What the person is called, stated facts apart from what is concluded. */
export function PersonTags({ person }: { person: Person }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  const tags = person.tags ?? [];
  if (tags.length === 0) return null;
  const families = (["explicit", "implicit"] as const).filter((family) =>
    tags.some((tag) => tag.family === family),
  );
  return (
    <Panel title={t("tag.onPerson")}>
      <div className="stack" style={{ gap: 12 }}>
        {families.map((family) => (
          <div key={family}>
            {families.length > 1 ? <div className="note">{t(`tag.families.${family}`)}</div> : null}
            <div className="row">
              {tags
                .filter((tag) => tag.family === family)
                .map((tag) => (
                  <Link key={`${tag.tag_id} ${tag.value}`} to={path(`tags/${tag.tag_id}`)}>
                    <Tag title={`${t("tag.since", { when: format.instant(tag.since) })} · ${tag.cause}`}>
                      {inLanguage(tag.label, format.language)}: {inLanguage(tag.value_label, format.language)}
                    </Tag>
                  </Link>
                ))}
            </div>
          </div>
        ))}
      </div>
    </Panel>
  );
}
