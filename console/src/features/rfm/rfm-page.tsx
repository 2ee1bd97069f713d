import { useQuery } from "@tanstack/react-query";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import type { RfmQuery } from "@/api/query-types";
import { rfmModelsQuery } from "@/api/rfm";
import { HeldFacts } from "@/builders/held-facts/held-facts";
import { firstEvent } from "@/builders/query/first-event";
import { WithEvents } from "@/builders/query/with-events";
import { useProject } from "@/lib/project-context";
import { Loaded } from "@/ui/loaded";
import { RfmQuestion } from "./rfm-question";

const MONTH_AGO = dayjs().subtract(30, "day").format("YYYY-MM-DD");

/** Buyers in eight classes; it opens with the project's own settings. */
export function RfmPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const models = useQuery(rfmModelsQuery(project));
  return (
    <WithEvents title={t("life.rfm.title")}>
      {(events) => (
        <>
          <HeldFacts kind="rfm" />
          <Loaded asked={models}>
            {(all) => {
              const kept = all.find((each) => each.model === "default")?.definition;
              const own = kept ? (kept as unknown as Partial<RfmQuery>) : {};
              const event = firstEvent(events, "purchase", "order");
              return (
                <RfmQuestion
                  first={{ event, range: { last: "365d" }, before: MONTH_AGO, ...own, kind: "rfm" }}
                />
              );
            }}
          </Loaded>
        </>
      )}
    </WithEvents>
  );
}
