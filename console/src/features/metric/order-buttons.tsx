import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { type Metric, orderMetrics } from "@/api/metrics";
import { useProject } from "@/lib/project-context";
import { useFailure } from "@/ui/use-failure";
import type { Undo } from "./undo-button";

interface Props {
  metric: Metric;
  /** Whatever hangs beside it, itself as well, in their order. */
  siblings: Metric[];
  changed: (undo: Undo) => void;
}

/** Moves a node up or down among those that hang beside it; the order is kept. */
export function OrderButtons({ metric, siblings, changed }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const fail = useFailure();
  const names = siblings.map((each) => each.name);
  const at = names.indexOf(metric.name);
  const ordering = useMutation({
    mutationFn: (next: string[]) => orderMetrics(project, next),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [project, "metrics"] });
      changed({ of: metric.name, run: () => orderMetrics(project, names) });
    },
    onError: fail,
  });
  if (names.length < 2) return null;
  const move = (by: -1 | 1) => {
    const next = names.toSpliced(at, 1);
    ordering.mutate(next.toSpliced(at + by, 0, metric.name));
  };
  const button = (by: -1 | 1, key: "earlier" | "later") => (
    <Button
      size="small"
      type="text"
      disabled={ordering.isPending || at + by < 0 || at + by >= names.length}
      icon={by < 0 ? <ArrowUpOutlined /> : <ArrowDownOutlined />}
      aria-label={t(`metric.${key}`, { name: metric.title || metric.name })}
      onClick={() => move(by)}
    />
  );
  return (
    <>
      {button(-1, "earlier")}
      {button(1, "later")}
    </>
  );
}
