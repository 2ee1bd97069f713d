import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Metric, saveMetric } from "@/api/metrics";
import { useProject } from "@/lib/project-context";
import { useFailure } from "@/ui/use-failure";
import { bodyOf } from "./metric-body";
import type { Undo } from "./undo-button";

/** A node of the tree on its way to another parent. */
export interface Hanging {
  moving: Metric | null;
  /** Takes it up; the same once more, or nothing, lays it down where it was. */
  take: (metric: Metric | null) => void;
  /** True where it may hang: not below itself, and not where it hangs already. */
  fits: (parent: Metric | null) => boolean;
  hang: (parent: Metric | null) => void;
}

/** Hangs nodes under other parents, and tells how that is taken back. */
export function useHanging(metrics: Metric[], changed: (undo: Undo) => void): Hanging {
  const { project } = useProject();
  const client = useQueryClient();
  const fail = useFailure();
  const [moving, setMoving] = useState<Metric | null>(null);
  const saving = useMutation({
    mutationFn: ({ metric, parent }: { metric: Metric; parent: string | null }) =>
      saveMetric(project, { ...bodyOf(metric), parent }, metric.metric_id),
    onSuccess: async (_, { metric }) => {
      await client.invalidateQueries({ queryKey: [project, "metrics"] });
      changed({ of: metric.name, run: () => saveMetric(project, bodyOf(metric), metric.metric_id) });
    },
    onError: fail,
  });
  const isBelow = (one: Metric, top: string): boolean =>
    one.name === top || metrics.some((each) => each.name === one.parent && isBelow(each, top));
  return {
    moving,
    take: (metric) => setMoving(metric?.metric_id === moving?.metric_id ? null : metric),
    fits: (parent) =>
      moving !== null &&
      (parent?.name ?? null) !== moving.parent &&
      (parent === null || !isBelow(parent, moving.name)),
    hang: (parent) => {
      if (moving) saving.mutate({ metric: moving, parent: parent?.name ?? null });
      setMoving(null);
    },
  };
}
