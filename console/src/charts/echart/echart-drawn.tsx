import { BarChart, GraphChart, LineChart, SankeyChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { type ECharts, init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import type { Clicked, EchartProps } from "./echart-props";

use([
  BarChart,
  GraphChart,
  LineChart,
  SankeyChart,
  AriaComponent,
  GridComponent,
  LegendComponent,
  LabelLayout,
  TooltipComponent,
  SVGRenderer,
]);

function put(chart: ECharts, option: EchartProps["option"]) {
  const drawn = typeof option === "function" ? option(chart.getWidth()) : option;
  chart.setOption(drawn, { notMerge: true });
}

/** The one place that draws with ECharts: follows its box, speaks its label, hands on clicks. */
export function EchartDrawn({ option, height, label, onClick }: EchartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const click = useRef(onClick);
  const asked = useRef(option);
  useEffect(() => {
    click.current = onClick;
  }, [onClick]);
  useEffect(() => {
    if (!box.current) return;
    const drawn = init(box.current, null, { renderer: "svg" });
    chart.current = drawn;
    drawn.on("click", (event) => click.current?.(event as unknown as Clicked));
    const watch = new ResizeObserver(() => {
      drawn.resize();
      if (typeof asked.current === "function") put(drawn, asked.current);
    });
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      drawn.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    asked.current = option;
    if (chart.current) put(chart.current, option);
  }, [option]);
  return <div ref={box} role="img" aria-label={label} style={{ width: "100%", height }} />;
}
