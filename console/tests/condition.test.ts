import i18next from "i18next";
import { describe, expect, it } from "vitest";
import type { Condition } from "@/api/condition-types";
import { isComplete } from "@/builders/condition/complete";
import { describeCondition } from "@/builders/condition/describe";
import { moveLine, pathByKey } from "@/builders/condition/move";
import { asSince } from "@/builders/condition/since";
import { asNode, moved, rootGroup, unwrapNot } from "@/builders/condition/tree";

const buyers: Condition = { did: { event: "purchase", within: { last: "30d" } } };
const local: Condition = { attribute: { name: "city", op: "in", value: ["杭州", "上海"] } };

const PLAIN = { lead: null, operators: [], either: "", is_free: false };
const kinds = [
  {
    name: "score",
    editor: {
      label: { zh: "评分", en: "Score" },
      hint: { zh: "", en: "" },
      said: { zh: "评分 {name}{test}", en: "have a score {name} {test}" },
      denied: { zh: "评分不满足 {name}{test}", en: "have no score {name} {test}" },
      fields: [
        {
          name: "name",
          kind: "choice",
          label: { zh: "评分", en: "Score" },
          choices: [{ value: "loyalty", label: { zh: "忠诚", en: "Loyalty" }, count: null }],
          type: "text",
          is_required: true,
          default: null,
          ...PLAIN,
        },
        {
          name: "test",
          kind: "comparison",
          label: { zh: "比较", en: "Test" },
          choices: [],
          type: "number",
          is_required: true,
          default: null,
          ...PLAIN,
        },
      ],
    },
  },
];
const tongue = (lang: "zh" | "en") => ({
  t: i18next.getFixedT(lang),
  editorOf: (kind: string) => kinds.find((each) => each.name === kind)?.editor,
  say: (said: { zh: string; en: string }) => said[lang],
});

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
    const said = describeCondition({ all: [local, { not: buyers }] }, tongue("en"));
    expect(said).toBe("whose city is 杭州 or 上海 and did not purchase last 30 days");
    const nested = describeCondition({ any: [buyers, { all: [{ any: [local, buyers] }] }] }, tongue("en"));
    expect(nested).toBe(
      "did purchase last 30 days or (whose city is 杭州 or 上海 or did purchase last 30 days)",
    );
  });

  it("reads as Chinese", () => {
    const said = describeCondition({ all: [buyers] }, tongue("zh"));
    expect(said).toBe("做过 purchase 最近 30 天");
    const all = describeCondition({ all: [buyers, { not: buyers }] }, tongue("zh"));
    expect(all).toBe("做过 purchase 最近 30 天且没有做过 purchase 最近 30 天");
  });

  it("says a count as it says a comparison", () => {
    const said = (count: unknown) =>
      describeCondition({ did: { event: "purchase", count } } as unknown as Condition, tongue("en"));
    const compared = (op: string, value: number): Condition => ({ did: { event: "purchase", op, value } });
    expect(said(3)).toBe(describeCondition(compared("gte", 3), tongue("en")));
    expect(said({ lte: 2 })).toBe(describeCondition(compared("lte", 2), tongue("en")));
  });

  it("says everyone for no condition", () => {
    expect(describeCondition(null, tongue("en"))).toBe("everyone");
    expect(describeCondition({} as Condition, tongue("en"))).toBe("everyone");
  });
});

describe("a clause that a room adds", () => {
  const loyal: Condition = { score: { name: "loyalty", op: "gte", value: 60 } };

  it("is said by the room's own sentence", () => {
    expect(describeCondition(loyal, tongue("en"))).toBe("have a score Loyalty ≥ 60");
    expect(describeCondition({ not: loyal }, tongue("zh"))).toBe("评分不满足忠诚 ≥ 60");
  });

  it("is complete when its fields are", () => {
    expect(isComplete(loyal, kinds)).toBe(true);
    expect(isComplete({ score: { name: "loyalty" } }, kinds)).toBe(false);
    expect(isComplete({ score: {} }, kinds)).toBe(false);
    expect(isComplete({ unheard_of: { name: "x" } }, kinds)).toBe(true);
  });
});

describe("a stretch of a person's own time", () => {
  it("reads the same in words and in parts", () => {
    const parts = asSince(
      { which: "first", event: { event: "purchase" }, moved: { word: "after", length: "7d" } },
      "30d",
    );
    const words = { since: "7d after first purchase", for: "30d" };
    for (const within of [parts, words]) {
      const said = describeCondition({ did: { event: "visit", within } }, tongue("en"));
      expect(said).toBe("did visit within 30 days from 7 days after the first purchase");
    }
  });
});

describe("lines that move", () => {
  const [a, b, c] = ["a", "b", "c"].map((name) => ({ attribute: { name, op: "is_set" } })) as [
    Condition,
    Condition,
    Condition,
  ];
  const root = { joint: "all" as const, children: [a, { not: { any: [b, c] } }] };

  it("go up, down, into a group and out of it", () => {
    expect(moveLine(root, [0], [2])).toEqual({ joint: "all", children: [root.children[1], a] });
    expect(moveLine(root, [0], [1, 1])).toEqual({ joint: "all", children: [{ not: { any: [b, a, c] } }] });
    expect(moveLine(root, [1, 0], [0])).toEqual({ joint: "all", children: [b, a, { not: { any: [c] } }] });
  });

  it("leave no empty group behind, and never go into themselves", () => {
    const one = { joint: "all" as const, children: [a, { any: [b] }] };
    expect(moveLine(one, [1, 0], [0])).toEqual({ joint: "all", children: [b, a] });
    expect(moveLine(root, [1], [1, 0])).toBe(root);
  });

  it("go the same ways by arrow keys", () => {
    expect(pathByKey(root, [0], "ArrowUp")).toBeNull();
    expect(pathByKey(root, [0], "ArrowDown")).toEqual([2]);
    expect(pathByKey(root, [1, 0], "ArrowLeft")).toEqual([2]);
    expect(pathByKey({ ...root, children: [{ any: [b] }, a] }, [1], "ArrowRight")).toEqual([0, 1]);
  });
});
