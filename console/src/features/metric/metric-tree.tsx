import { EditOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button, Tag } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Metric, MetricValue } from "@/api/metrics";
import { useWrite } from "@/builders/query/use-write";
import { Sparkline } from "@/charts/sparkline/sparkline";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { Canvas } from "@/ui/canvas";
import { HangHere, MoveHandle } from "./hang-here";
import { NodeAlerts } from "./node-alerts";
import { OrderButtons } from "./order-buttons";
import type { Undo } from "./undo-button";
import { type Hanging, useHanging } from "./use-hanging";
import "./metric.css";

interface Shown {
  metrics: Metric[];
  values: MetricValue[];
  last: string;
  edit: (metric: Metric) => void;
}
interface Tree extends Shown {
  hanging: Hanging;
  changed: (undo: Undo) => void;
}
interface Props extends Shown {
  tools: ReactNode;
  /** Told after each change how it is taken back. */
  changed: (undo: Undo) => void;
}

/** The tree from left to right on a canvas; what hangs nowhere stands below it. Nodes are hung under others. */
export function MetricTree({ tools, changed, ...props }: Props) {
  const { t } = useTranslation();
  const hanging = useHanging(props.metrics, changed);
  const roots = props.metrics.filter((each) => each.parent === null);
  const { moving } = hanging;
  const beside = (
    <>
      {moving ? (
        <span className="note">{t("metric.moving", { name: moving.title || moving.name })}</span>
      ) : null}
      <HangHere parent={null} hanging={hanging} />
      {tools}
    </>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape lays down what was taken up
    <div onKeyDown={(event) => event.key === "Escape" && hanging.take(null)}>
      <Canvas label={t("metric.title")} tools={beside}>
        <div className="metric-canvas">
          {roots.map((root) => (
            <Branch
              key={root.metric_id}
              metric={root}
              siblings={roots}
              hanging={hanging}
              changed={changed}
              {...props}
            />
          ))}
        </div>
      </Canvas>
    </div>
  );
}

function Branch({ metric, siblings, ...props }: Tree & { metric: Metric; siblings: Metric[] }) {
  const below = props.metrics.filter((each) => each.parent === metric.name);
  const value = props.values.find((each) => each.name === metric.name);
  return (
    <div className="metric-branch">
      <Node {...props} metric={metric} siblings={siblings} value={value} />
      {below.length > 0 ? (
        <div className="metric-below">
          {below.map((each) => (
            <Branch key={each.metric_id} {...props} metric={each} siblings={below} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

interface NodeProps extends Pick<Tree, "last" | "edit" | "hanging" | "changed"> {
  metric: Metric;
  siblings: Metric[];
  value: MetricValue | undefined;
}

function Node({ metric, siblings, value, last, edit, hanging, changed }: NodeProps) {
  const { t } = useTranslation();
  const may = useMay();
  const write = useWrite(metric.unit);
  const name = metric.title || metric.name;
  return (
    <div
      data-node
      className={
        hanging.moving?.metric_id === metric.metric_id ? "panel metric-node moving" : "panel metric-node"
      }
      title={metric.description || metric.name}
    >
      <div className="row metric-head">
        <NodeName metric={metric} last={last} />
        {may("analyst") ? (
          <span className="metric-acts">
            <Button
              size="small"
              type="text"
              icon={<EditOutlined />}
              aria-label={t("metric.edit", { name })}
              onClick={() => edit(metric)}
            />
            <MoveHandle metric={metric} hanging={hanging} />
          </span>
        ) : null}
      </div>
      <div className="row">
        <strong className="metric-value">{write(value?.value)}</strong>
        <Change metric={metric} value={value} write={write} />
      </div>
      <Sparkline
        label={t("overview.daily")}
        values={(value?.points ?? []).map((point) => point ?? 0)}
        width={176}
      />
      <div className="note row">
        {value?.error ? <span className="bad">{value.error}</span> : null}
        {metric.target === null ? null : (
          <Tag color={value?.is_met ? "success" : "warning"}>
            {t("metric.targetIs", { value: write(metric.target) })}
          </Tag>
        )}
        {metric.owner ? <span className="metric-owner">{metric.owner}</span> : <span />}
        {may("analyst") ? (
          <span className="metric-acts">
            <OrderButtons metric={metric} siblings={siblings} changed={changed} />
          </span>
        ) : null}
        <NodeAlerts metric={metric} />
      </div>
      <HangHere parent={metric} hanging={hanging} />
    </div>
  );
}

/** What is counted leads to its trend, where every number opens. */
function NodeName({ metric, last }: { metric: Metric; last: string }) {
  const path = usePath();
  const name = metric.title || metric.name;
  const { metric: counted, people, filter } = metric.definition;
  if (!counted) {
    const query = { kind: "formula", formulas: [metric.name], per: "day", range: { last } };
    return (
      <Link to={path("formula")} search={{ q: query } as never} title={name}>
        {name}
      </Link>
    );
  }
  const query = { kind: "trend", metrics: [counted], per: "day", range: { last }, people, filter };
  return (
    <Link to={path("trend")} search={{ q: query } as never} title={name}>
      {name}
    </Link>
  );
}

interface ChangeProps extends Pick<NodeProps, "metric" | "value"> {
  write: ReturnType<typeof useWrite>;
}

/** Against as many days before: good or bad by what the metric wants. */
function Change({ metric, value, write }: ChangeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const change = value?.change ?? null;
  if (change === null) return null;
  const wanted = change > 0 === (metric.direction === "up");
  const good = change === 0 ? "" : wanted ? "good" : "bad";
  return (
    <span className={`metric-change ${good}`} title={t("metric.before", { value: write(value?.previous) })}>
      {change > 0 ? "+" : ""}
      {format.percent(change)}
    </span>
  );
}
