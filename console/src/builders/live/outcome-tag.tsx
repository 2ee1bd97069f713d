import { Tag } from "antd";
import { useTranslation } from "react-i18next";

const COLOURS: Record<string, string> = {
  accepted: "success",
  repaired: "processing",
  duplicate: "default",
  rejected: "error",
};

/** What became of an event, as a word. */
export function OutcomeTag({ outcome }: { outcome: string }) {
  const { t } = useTranslation();
  const words = t(`watch.outcome.${outcome as "accepted"}`, { defaultValue: outcome });
  return <Tag color={COLOURS[outcome] ?? "default"}>{words}</Tag>;
}
