import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Alert, Button, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { inLanguage } from "@/api/said";
import { refreshTag, removeTag, tagQuery } from "@/api/tags";
import { LabelTools } from "@/builders/label/label-tools";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Panel } from "@/ui/panel";
import { Stat } from "@/ui/stat";
import { ChangeTag } from "./change-tag";
import { GiveTag } from "./give-tag";
import { TagHistoryPanel } from "./tag-history";
import { TagLineage } from "./tag-lineage";
import { behindTag, coverage } from "./tag-names";
import { TagSpread } from "./tag-spread";

/** One tag: what it says, who has which value, how that went, what it reads and who reads it. */
export function TagPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const may = useMay();
  const { tag: id } = useParams({ strict: false }) as { tag: string };
  const asked = useQuery(tagQuery(project, id));
  const [editing, setEditing] = useState(false);
  const tag = asked.data;
  const said = tag ? inLanguage(tag.label, format.language) : t("tag.title");
  const about = tag ? (
    <>
      {inLanguage(tag.sentence, format.language)}
      {tag.description ? <div className="note">{tag.description}</div> : null}
    </>
  ) : null;
  const tools =
    tag && may("analyst") ? (
      <>
        <Button onClick={() => setEditing(!editing)}>{t("tag.edit")}</Button>
        <LabelTools
          thing={tag}
          list="tags"
          hint={t("tag.removeHint")}
          refresh={() => refreshTag(project, tag.tag_id)}
          remove={() => removeTag(project, tag.tag_id)}
        />
      </>
    ) : null;
  return (
    <Page title={said} about={about} tools={tools}>
      <Loaded asked={asked} rows={8}>
        {(found) => (
          <div className="stack">
            {found.problem ? (
              <Alert type="warning" title={t("tag.problem")} description={found.problem} />
            ) : null}
            {editing ? <ChangeTag tag={found} done={() => setEditing(false)} /> : null}
            <div className="stats">
              <Stat label={t("tag.people")} below={format.instant(found.refreshed_at)}>
                <PeopleNumber value={found.spread.covered} behind={behindTag(found, said)} />
              </Stat>
              <Stat label={t("tag.coverage")} hint={t("tag.coverageHint")}>
                {format.percent(coverage(found.spread))}
              </Stat>
              <Stat word label={t("tag.kind")} below={t(`tag.families.${found.family}`)}>
                {t(`tag.kinds.${found.kind}`, { defaultValue: found.kind })}
              </Stat>
              <Stat word label={t("tag.schedule")} below={t("tag.version", { n: found.version })}>
                {t(`tag.schedules.${found.schedule}`)}
              </Stat>
            </div>
            <Panel title={t("tag.distribution")} note={<Tag>{found.name}</Tag>}>
              <TagSpread
                spread={found.spread}
                behind={(value, label) => behindTag(found, `${said} · ${label}`, value)}
              />
            </Panel>
            {(found.kind === "manual" || found.kind === "import") && may("operator") ? (
              <GiveTag tag={found} />
            ) : null}
            <TagHistoryPanel tag={found} />
            <TagLineage tag={found} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
