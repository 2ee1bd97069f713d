import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Destination } from "@/api/destinations";

const COLOURS: Record<Destination["health"], string> = {
  ok: "success",
  behind: "warning",
  failing: "error",
  paused: "default",
};

/** How a destination does. */
export function HealthTag({ health }: { health: Destination["health"] }) {
  const { t } = useTranslation();
  return <Tag color={COLOURS[health]}>{t(`destination.health.${health}`)}</Tag>;
}
