import { describe, expect, it } from "vitest";
import { lacking, withUsual } from "@/builders/query/usual";

describe("a question written by hand", () => {
  it("is filled with what it means", () => {
    expect(withUsual({ kind: "interval", from: { event: "lead" } } as { kind: string })).toEqual({
      kind: "interval",
      from: { event: "lead" },
      to: { event: "lead" },
      window: "90d",
      range: { last: "30d" },
    });
  });

  it("keeps what it says, in the one way that pages read", () => {
    const asked = {
      kind: "funnel",
      steps: [],
      window: "60d",
      by: { property: "campaign" },
      range: { last: "7d" },
    };
    expect(withUsual(asked)).toEqual({ ...asked, by: [{ property: "campaign" }] });
    expect(withUsual({ kind: "virality", link: "code" } as { kind: string })).toMatchObject({
      link: { invite: "code", accepted: "code" },
    });
    expect(withUsual({ kind: "path", named_by: "event" } as { kind: string })).toMatchObject({ depth: 5 });
  });

  it("is not asked without what it cannot be without", () => {
    expect(lacking({ kind: "retention" })).toBe("start");
    expect(lacking({ kind: "retention", start: { event: "lead" } })).toBeNull();
    expect(lacking({ kind: "trend" })).toBeNull();
  });
});
