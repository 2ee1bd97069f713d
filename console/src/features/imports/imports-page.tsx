import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { importsQuery } from "@/api/imports";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { ImportTable } from "./import-table";
import { NewImport } from "./new-import";

/** Bring in a file, and see what became of those before. */
export function ImportsPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const imports = useQuery(importsQuery(project));
  return (
    <Page title={t("data.imports.title")} about={t("data.imports.about")}>
      {may("operator") ? <NewImport /> : null}
      <Loaded asked={imports}>
        {(all) =>
          all.length === 0 ? (
            <FirstStep title={t("data.imports.none")}>{t("data.imports.noneHint")}</FirstStep>
          ) : (
            <ImportTable imports={all} />
          )
        }
      </Loaded>
    </Page>
  );
}
