import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { destinationsQuery } from "@/api/destinations";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { MoreRows } from "@/ui/more-rows";
import { Page } from "@/ui/page";
import { DestinationTable } from "./destination-table";
import { NewDestination } from "./new-destination";

/** Where the project's data goes. */
export function DestinationsPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const asked = useInfiniteQuery(destinationsQuery(project));
  const create = may("owner") ? <NewDestination /> : null;
  return (
    <Page title={t("destination.title")} about={t("destination.about")} tools={create}>
      <Loaded asked={asked}>
        {({ pages }) => {
          const destinations = pages.flatMap((page) => page.destinations);
          if (destinations.length === 0) {
            return (
              <FirstStep title={t("destination.none")} action={create}>
                {t("destination.noneHint")}
              </FirstStep>
            );
          }
          return (
            <div className="stack">
              <DestinationTable destinations={destinations} />
              <MoreRows asked={asked} />
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}
