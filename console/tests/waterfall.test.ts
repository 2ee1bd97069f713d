import { describe, expect, it } from "vitest";
import { waterfall } from "@/charts/waterfall/waterfall-steps";

describe("a waterfall", () => {
  it("stands each bar on the end of the one before, and ends with the sum from zero", () => {
    const { steps, low, high } = waterfall(-10, [12, -3, 8]);
    expect(steps).toEqual([
      { from: 0, to: -10 },
      { from: -10, to: 2 },
      { from: 2, to: -1 },
      { from: -1, to: 7 },
      { from: 0, to: 7 },
    ]);
    expect([low, high]).toEqual([-10, 7]);
  });

  it("of nothing is its beginning", () => {
    expect(waterfall(3, []).steps).toEqual([
      { from: 0, to: 3 },
      { from: 0, to: 3 },
    ]);
  });
});
