import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { destinationQuery } from "@/api/destinations";
import { useProject } from "@/lib/project-context";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { DeliveryTable } from "./delivery-table";
import { DestinationActs } from "./destination-acts";
import { DestinationStats } from "./destination-stats";
import { WhatIsSent } from "./what-is-sent";

/** One destination: what it gets, how it does, what was delivered. */
export function DestinationPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const { destination: id } = useParams({ strict: false }) as { destination: string };
  const asked = useQuery(destinationQuery(project, id));
  return (
    <Page
      title={asked.data?.name ?? t("destination.title")}
      about={asked.data ? <WhatIsSent destination={asked.data} /> : null}
      tools={asked.data ? <DestinationActs destination={asked.data} /> : null}
    >
      <Loaded asked={asked} rows={8}>
        {(destination) => (
          <div className="stack">
            <DestinationStats destination={destination} />
            <DeliveryTable destination={id} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
