import { describe, expect, it } from "vitest";
import { legendLines, trendLegend } from "@/charts/trend-chart/trend-legend";
import { LIGHT } from "@/ui/tokens";

const many = (count: number, name: string) => Array.from({ length: count }, (_, at) => `${name} ${at}`);

describe("the legend of a trend", () => {
  it("stands on as many lines as its names need", () => {
    expect(legendLines(["a", "b"], 960)).toBe(1);
    expect(legendLines(many(12, "Hangzhou West Lake"), 960)).toBe(3);
    expect(legendLines(many(12, "杭州西湖区"), 320)).toBe(6);
  });

  it("leaves the picture room below it, and says every name", () => {
    const names = many(12, "Hangzhou West Lake");
    const { top, legend } = trendLegend(names, 960, 320, LIGHT);
    expect(legend).toMatchObject({ type: "plain", data: names });
    expect(top).toBeGreaterThan(3 * 20);
    expect(top).toBeLessThan(120);
  });

  it("is leafed through where the picture is low, or names are too many", () => {
    expect(trendLegend(many(12, "Hangzhou"), 400, 160, LIGHT).legend.type).toBe("scroll");
    expect(trendLegend(many(90, "Hangzhou"), 960, 320, LIGHT).legend.type).toBe("scroll");
  });
});
