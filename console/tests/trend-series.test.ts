import { describe, expect, it } from "vitest";
import { trendSeries } from "@/charts/trend-chart/trend-series";
import { trendTooltip } from "@/charts/trend-chart/trend-tooltip";
import { LIGHT } from "@/ui/tokens";

const look = { openEnd: true, area: false, bars: false, periods: 3 };
const line = { name: "active", values: [5, 7, 2] };

describe("the lines of a trend", () => {
  it("draws the period that is not over as a dashed tail", () => {
    const [closed, tail] = trendSeries([line], look, LIGHT);
    expect(closed?.["data"]).toEqual([5, 7, null]);
    expect(tail?.["data"]).toEqual([null, 7, 2]);
    expect(tail?.["lineStyle"]).toMatchObject({ type: "dashed" });
  });

  it("draws one solid line when everything is over", () => {
    const series = trendSeries([line], { ...look, openEnd: false }, LIGHT);
    expect(series).toHaveLength(1);
    expect(series[0]?.["data"]).toEqual([5, 7, 2]);
  });

  it("keeps what a tooltip says from becoming markup, and says a line once", () => {
    const item = { axisValueLabel: "01-01", seriesName: "<b>x</b>", color: "#000", value: 2 };
    const said = trendTooltip([item, item], String);
    expect(said).not.toContain("<b>x</b>");
    expect(said.match(/<b>2<\/b>/g)).toHaveLength(1);
  });
});
