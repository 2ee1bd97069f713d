import i18next from "i18next";
import { describe, expect, it } from "vitest";
import type { Condition } from "@/api/condition-types";
import { isComplete } from "@/builders/condition/complete";
import { describeCondition } from "@/builders/condition/describe";
import { asNode, moved, rootGroup, unwrapNot } from "@/builders/condition/tree";

const buyers: Condition = { did: { event: "purchase", within: { last: "30d" } } };
const local: Condition = { attribute: { name: "city", op: "in", value: ["杭州", "上海"] } };

describe("a condition in the builder", () => {
  it("is a group at the top, whatever was given", () => {
    expect(rootGroup(null)).toEqual({ joint: "all", children: [] });
    expect(rootGroup(buyers)).toEqual({ joint: "all", children: [buyers] });
    expect(rootGroup({ any: [buyers, local] }).joint).toBe("any");
  });

  it("goes to the server as everybody when it is empty", () => {
    expect(asNode({ joint: "all", children: [] })).toEqual({});
    expect(asNode({ joint: "any", children: [buyers] })).toEqual({ any: [buyers] });
  });

  it("is complete only when no bracket is open, at any depth", () => {
    expect(isComplete({ all: [buyers, local] })).toBe(true);
    expect(isComplete({ did: { event: "" } })).toBe(false);
    expect(isComplete({ not: { any: [buyers, { stage: { in: [] } }] } })).toBe(false);
    expect(isComplete({ all: [{ any: [] }] })).toBe(false);
    expect(isComplete({ attribute: { name: "city", op: "is_set" } })).toBe(true);
    expect(isComplete({ attribute: { name: "age", op: "between", value: [18] } })).toBe(false);
  });

  it("unwraps one not, and moves lines", () => {
    expect(unwrapNot({ not: buyers })).toEqual([true, buyers]);
    expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  });
});

describe("a condition in words", () => {
  it("reads as English", () => {
    const said = describeCondition({ all: [local, { not: buyers }] }, i18next.getFixedT("en"));
    expect(said).toBe("(whose city is 杭州 or 上海 and did not purchase last 30 days)");
  });

  it("reads as Chinese", () => {
    const said = describeCondition({ all: [buyers] }, i18next.getFixedT("zh"));
    expect(said).toBe("做过 purchase 最近 30 天");
  });

  it("says everyone for no condition", () => {
    expect(describeCondition(null, i18next.getFixedT("en"))).toBe("everyone");
    expect(describeCondition({} as Condition, i18next.getFixedT("en"))).toBe("everyone");
  });
});
