import { describe, expect, it } from "vitest";
import { compactNumber, money, percent } from "@/lib/number-format";

describe("numbers as each language writes them", () => {
  it("counts in 万 and 亿 in Chinese", () => {
    expect(compactNumber(9_999, "zh")).toBe("9,999");
    expect(compactNumber(12_345, "zh")).toBe("1.23 万");
    expect(compactNumber(340_000_000, "zh")).toBe("3.4 亿");
  });

  it("counts in k and M in English", () => {
    expect(compactNumber(12_345, "en")).toBe("12.3 k");
    expect(compactNumber(340_000_000, "en")).toBe("340 M");
    expect(compactNumber(-15_000, "en")).toBe("-15 k");
  });

  it("writes money in the project's currency, shares with one digit, and a dash for nothing", () => {
    expect(money(56_789, "CNY", "zh")).toBe("¥5.68 万");
    expect(money(-12.5, "USD", "en")).toBe("-$12.50");
    expect(money(null, "USD", "en")).toBe("–");
    expect(percent(0.0314)).toBe("3.1 %");
    expect(percent(null)).toBe("–");
  });
});
