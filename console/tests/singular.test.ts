import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { changeLanguage, startLanguage } from "@/i18n/setup";

beforeAll(async () => {
  await startLanguage();
  await changeLanguage("en");
});

describe("English of one", () => {
  it.each([
    ["1", "1 day"],
    ["2", "2 days"],
    ["21", "21 days"],
    ["1.1", "1.1 days"],
  ])("says %s as %s", (n, said) => {
    expect(i18next.t("question.span.d", { n })).toBe(said);
  });
});
