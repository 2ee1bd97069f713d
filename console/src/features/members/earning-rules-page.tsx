import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type EarningRule, earningRulesQuery } from "@/api/earning";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { EarningEditor } from "./earning-editor";
import { EarningTable } from "./earning-table";

/** What earns points. */
export function EarningRulesPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const rules = useQuery(earningRulesQuery(project));
  const [edited, setEdited] = useState<EarningRule | "new" | null>(null);
  const create = may("operator") ? (
    <Button type="primary" onClick={() => setEdited("new")}>
      {t("member.rules.new")}
    </Button>
  ) : null;
  return (
    <Page title={t("member.rules.title")} about={t("member.rules.about")} tools={create}>
      <Loaded asked={rules}>
        {(all) =>
          all.length === 0 ? (
            <FirstStep title={t("member.rules.none")} action={create}>
              {t("member.rules.noneHint")}
            </FirstStep>
          ) : (
            <EarningTable rules={all} edit={setEdited} />
          )
        }
      </Loaded>
      {edited ? (
        <EarningEditor rule={edited === "new" ? null : edited} close={() => setEdited(null)} />
      ) : null}
    </Page>
  );
}
