import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import type { Destination } from "@/api/destinations";
import { useFormat } from "@/lib/use-format";
import { Stat } from "@/ui/stat";
import { HealthTag } from "./health-tag";

/** How it does: health, what waits, what arrived, what was given up. */
export function DestinationStats({ destination }: { destination: Destination }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { lag, deliveries } = destination;
  const oldest = lag.oldest_at
    ? t("destination.lagOf", { events: format.whole(lag.events), when: format.instant(lag.oldest_at) })
    : t("destination.nothingWaits");
  return (
    <>
      {destination.trouble ? (
        <Alert
          type="warning"
          showIcon
          title={`${t("destination.trouble")}: ${destination.trouble}`}
          description={
            destination.retry_at
              ? t("destination.retryAt", { when: format.instant(destination.retry_at) })
              : null
          }
        />
      ) : null}
      <div className="stats">
        <Stat label={t("common.status")} word>
          <HealthTag health={destination.health} />
        </Stat>
        <Stat label={t("destination.lag")} below={oldest}>
          {format.compact(lag.events)}
        </Stat>
        <Stat
          label={t("destination.rowsSent")}
          below={`${t("destination.lastSent")}: ${format.instant(destination.sent_at)}`}
        >
          {format.compact(destination.rows_sent)}
        </Stat>
        <Stat label={t("destination.waiting")}>{format.whole(deliveries.waiting)}</Stat>
        <Stat label={t("destination.dead")}>{format.whole(deliveries.dead_rows)}</Stat>
      </div>
    </>
  );
}
