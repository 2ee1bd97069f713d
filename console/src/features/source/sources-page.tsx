import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sourcesQuery } from "@/api/sources";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { NewSource } from "./new-source";
import { SourceTable } from "./source-table";

/** By what events come in, and how much came today. */
export function SourcesPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const sources = useQuery({ ...sourcesQuery(project), refetchInterval: 10_000 });
  const create = may("owner") ? <NewSource /> : null;
  return (
    <Page title={t("source.title")} about={t("source.about")} tools={create}>
      <Loaded asked={sources}>
        {(all) =>
          all.length === 0 ? (
            <FirstStep title={t("source.none")}>{t("source.noneHint")}</FirstStep>
          ) : (
            <SourceTable sources={all} />
          )
        }
      </Loaded>
    </Page>
  );
}
