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

/** One attribute: what it is, who has which value, how that went, where it came from and who names it. */
export function AttributePage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const may = useMay();
  const { attribute: name } = useParams({ strict: false }) as { attribute: string };
  const asked = useQuery(attributeQuery(project, name));
  const [editing, setEditing] = useState(false);
  const known = asked.data;
  const said = known ? inLanguage(known.label, format.language) : name;
  const tools =
    known && may("operator") ? <Button onClick={() => setEditing(!editing)}>{t("tag.edit")}</Button> : null;
  return (
    <Page title={said} about={known ? known.description || t("attribute.noDescription") : null} tools={tools}>
      <Loaded asked={asked} rows={8}>
        {(found) => (
          <div className="stack">
            {editing ? <ChangeAttribute attribute={found} done={() => setEditing(false)} /> : null}
            {found.mismatches > 0 ? (
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
