import { describe, expect, it } from "vitest";
import { en } from "@/i18n/en";
import { zh } from "@/i18n/zh";

type Tree = { [key: string]: string | Tree };

function leaves(tree: Tree, at = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${at}${key}`, value]] : leaves(value, `${at}${key}.`),
  );
}

const slots = (text: string) => [...text.matchAll(/\{+(\w+)\}+/g)].map((match) => match[1]).sort();

describe("the words of both languages", () => {
  const english = new Map(leaves(en as unknown as Tree));

  it.each(leaves(zh as unknown as Tree))("%s has the same slots in both", (key, chinese) => {
    const other = english.get(key);
    expect(other).toBeDefined();
    expect(slots(other ?? "")).toEqual(slots(chinese));
  });
});
