import type { EChartsCoreOption } from "echarts/core";

export interface Clicked {
  name: string;
  seriesIndex: number;
  dataIndex: number;
  data: unknown;
}
export interface EchartProps {
  option: EChartsCoreOption;
  height: number;
  label: string;
  onClick?: ((clicked: Clicked) => void) | undefined;
}
