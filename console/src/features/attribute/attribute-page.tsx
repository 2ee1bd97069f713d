import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Alert, Button, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { attributeQuery } from "@/api/attributes";
import { inLanguage } from "@/api/said";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Panel } from "@/ui/panel";
import { Stat } from "@/ui/stat";
import { AttributeHistoryPanel } from "./attribute-history";
import { AttributeLineage } from "./attribute-lineage";
import { behindAttribute, coverage } from "./attribute-names";
import { AttributeSpread } from "./attribute-spread";
import { ChangeAttribute } from "./change-attribute";
import { ChangeType } from "./change-type";
import { TypeNotice } from "./type-notice";

const REREADING_MS = 2_000;

/** One attribute: what it is, who has which value, how that went, where it came from and who names it. */
export function AttributePage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const may = useMay();
  const { attribute: name } = useParams({ strict: false }) as { attribute: string };
  const asked = useQuery({
    ...attributeQuery(project, name),
    refetchInterval: ({ state }) => (state.data?.type_change?.done_at === null ? REREADING_MS : false),
  });
  const [editing, setEditing] = useState<"notes" | "type" | null>(null);
  const known = asked.data;
  const said = known ? inLanguage(known.label, format.language) : name;
  const tools =
    known && may("operator") ? (
      <div className="row">
        <Button onClick={() => setEditing(editing === "type" ? null : "type")}>
          {t("attribute.changeType")}
        </Button>
        <Button onClick={() => setEditing(editing === "notes" ? null : "notes")}>{t("tag.edit")}</Button>
      </div>
    ) : null;
  return (
    <Page title={said} about={known ? known.description || t("attribute.noDescription") : null} tools={tools}>
      <Loaded asked={asked} rows={8}>
        {(found) => (
          <div className="stack">
            {editing === "notes" ? <ChangeAttribute attribute={found} done={() => setEditing(null)} /> : null}
            {editing === "type" ? <ChangeType attribute={found} done={() => setEditing(null)} /> : null}
            <TypeNotice attribute={found} />
            {found.mismatches > 0 && !found.type_change ? (
              <Alert
                type="warning"
                showIcon
                title={t("attribute.mismatches", {
                  n: format.whole(found.mismatches),
                  type: t(`attribute.types.${found.type}`),
                })}
              />
            ) : null}
            <div className="stats">
              <Stat label={t("tag.people")}>
                <PeopleNumber value={found.people} behind={behindAttribute(found.name, said)} />
              </Stat>
              <Stat label={t("tag.coverage")} hint={t("tag.coverageHint")}>
                {format.percent(coverage(found))}
              </Stat>
              <Stat word label={t("attribute.type")} below={t(`tag.families.${found.family}`)}>
                {t(`attribute.types.${found.type}`)}
              </Stat>
              <Stat word label={t("attribute.sensitive")} hint={t("attribute.sensitiveHint")}>
                {t(found.is_sensitive ? "attribute.masked" : "attribute.open")}
              </Stat>
            </div>
            <Panel title={t("tag.distribution")} note={<Tag>{found.name}</Tag>}>
              <AttributeSpread attribute={found} />
            </Panel>
            <AttributeHistoryPanel attribute={found} />
            <AttributeLineage attribute={found} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
