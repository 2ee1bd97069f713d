import type { EChartsCoreOption } from "echarts/core";

export interface Clicked {
  name: string;
  seriesIndex: number;
  dataIndex: number;
  data: unknown;
}
export interface EchartProps {
  /** What is drawn, or how it follows from the width there is, in pixels. */
  option: EChartsCoreOption | ((width: number) => EChartsCoreOption);
  height: number;
  label: string;
  onClick?: ((clicked: Clicked) => void) | undefined;
}
