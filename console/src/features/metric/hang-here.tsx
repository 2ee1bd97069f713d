import { HolderOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { DragEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Metric } from "@/api/metrics";
import type { Hanging } from "./use-hanging";

/** Takes a node up: drag it onto its new parent, or press it and then press the parent. */
export function MoveHandle({ metric, hanging }: { metric: Metric; hanging: Hanging }) {
  const { t } = useTranslation();
  const isMoving = hanging.moving?.metric_id === metric.metric_id;
  return (
    <Button
      draggable
      size="small"
      type="text"
      className="metric-handle"
      icon={<HolderOutlined />}
      aria-label={t("metric.move", { name: metric.title || metric.name })}
      aria-pressed={isMoving}
      onClick={() => hanging.take(metric)}
      onDragStart={(event) => {
        event.dataTransfer.setData("text/plain", metric.name);
        event.dataTransfer.effectAllowed = "move";
        // What is drawn anew while a drag begins would end it.
        if (!isMoving) setTimeout(() => hanging.take(metric));
      }}
      onDragEnd={() => hanging.take(null)}
    />
  );
}

/** Where a node that was taken up may hang: over a parent, or (null) at the top of a tree of its own. */
export function HangHere({ parent, hanging }: { parent: Metric | null; hanging: Hanging }) {
  const { t } = useTranslation();
  if (!hanging.fits(parent)) return null;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    hanging.hang(parent);
  };
  const name = parent?.title || parent?.name;
  return (
    <button
      type="button"
      className={parent ? "metric-hang" : "metric-hang top"}
      aria-label={name ? t("metric.hangUnder", { name }) : t("metric.hangAlone")}
      onClick={() => hanging.hang(parent)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      {name ? t("metric.hangHere") : t("metric.hangAlone")}
    </button>
  );
}
