import { Tag } from "antd";
import { useTranslation } from "react-i18next";

const COLOURS: Record<string, string> = {
  waiting: "default",
  running: "processing",
  open: "processing",
  done: "success",
  failed: "error",
  cancelled: "warning",
};

/** How far an import is, as a word. */
export function ImportState({ state }: { state: string }) {
  const { t } = useTranslation();
  const words = t(`data.imports.states.${state as "done"}`, { defaultValue: state });
  return <Tag color={COLOURS[state] ?? "default"}>{words}</Tag>;
}
