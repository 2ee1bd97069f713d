import { describe, expect, it } from "vitest";
import type { Query } from "@/api/query-types";
import { whoBehind } from "@/features/dashboard/who-behind";

const ask = (query: object, result: object, at: number) =>
  whoBehind({ range: { last: "30d" }, ...query } as unknown as Query, result, 0, at);

describe("whom a mark of a tile counts", () => {
  it("is the first so many of a curve of value, and nobody at its foot", () => {
    const curve = [
      { share: 0, amount_share: 0, people: 0 },
      { share: 0.2, amount_share: 0.6, people: 3 },
    ];
    expect(ask({ kind: "value" }, { curve }, 1)).toEqual({ top: 3 });
    expect(ask({ kind: "value" }, { curve }, 0)).toBeNull();
  });

  it("is a stage by its name, not by what it is called", () => {
    const stages = [
      { stage: "growth", people: 2 },
      { stage: "churn", people: 1 },
    ];
    expect(ask({ kind: "stage" }, { stages, moves: [] }, 1)).toEqual({ stage: "churn" });
    expect(ask({ kind: "stage" }, { stages, moves: [] }, 2)).toBeNull();
  });

  it("is a class of RFM, and a period of statuses", () => {
    const classes = [{ class: "important_value", people: 2, amount: 5 }];
    expect(ask({ kind: "rfm" }, { classes }, 0)).toEqual({ class: "important_value" });
    expect(ask({ kind: "status" }, { series: [{ t: "2026-03-01", active: 2 }] }, 0)).toEqual({
      t: "2026-03-01",
    });
  });
});
