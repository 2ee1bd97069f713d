import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Form, formsQuery } from "@/api/forms";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { MoreRows } from "@/ui/more-rows";
import { Page } from "@/ui/page";
import { FormEditor } from "./form-editor";
import { FormTable } from "./form-table";

/** Hosted forms, and who sent them. */
export function FormsPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const asked = useInfiniteQuery(formsQuery(project));
  const [edited, setEdited] = useState<Form | "new" | null>(null);
  const create = may("operator") ? (
    <Button type="primary" onClick={() => setEdited("new")}>
      {t("form.new")}
    </Button>
  ) : null;
  return (
    <Page title={t("form.title")} about={t("form.about")} tools={create}>
      <Loaded asked={asked}>
        {({ pages }) => {
          const forms = pages.flatMap((page) => page.forms);
          if (forms.length === 0) {
            return (
              <FirstStep title={t("form.none")} action={create}>
                {t("form.noneHint")}
              </FirstStep>
            );
          }
          return (
            <div className="stack">
              <FormTable forms={forms} edit={setEdited} />
              <MoreRows asked={asked} />
            </div>
          );
        }}
      </Loaded>
      {edited ? <FormEditor form={edited === "new" ? null : edited} close={() => setEdited(null)} /> : null}
    </Page>
  );
}
