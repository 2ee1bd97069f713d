import { describe, expect, it } from "vitest";
import { ApiError } from "@/api/api-error";
import { failureIn } from "@/i18n/failure";

const WORDS = 'no segment "Buyer"; did you mean Buyers?';
const REFUSED = new ApiError(404, "segment_not_found", WORDS, "all[0].segment.name");

describe("a failure", () => {
  it("is the server's own sentence in English", () => {
    expect(failureIn("en", REFUSED)).toEqual({ sentence: WORDS, detail: null });
  });

  it("is said in Chinese first, with the server's words after it", () => {
    const said = failureIn("zh", REFUSED);
    expect(said.sentence).toMatch(/^找不到这个分群/);
    expect(said.detail).toBe(WORDS);
  });

  it("inside an answer is said as well, and an unknown one as it came", () => {
    expect(failureIn("zh", { code: "query_too_long", message: "too long" }).detail).toBe("too long");
    expect(failureIn("zh", new ApiError(418, "teapot", "No tea.", null))).toEqual({
      sentence: "No tea.",
      detail: null,
    });
    expect(failureIn("zh", new Error("Broken."))).toEqual({ sentence: "Broken.", detail: null });
    expect(failureIn("zh", "odd")).toEqual({ sentence: "odd", detail: null });
  });
});
