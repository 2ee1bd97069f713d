import type { Metric, MetricBody } from "@/api/metrics";

/** A metric as it would be written again. */
export function bodyOf(metric: Metric): MetricBody {
  const { name, definition, title, description, unit, direction, owner, target, parent, position } = metric;
  return { name, definition, title, description, unit, direction, owner, target, parent, position };
}
