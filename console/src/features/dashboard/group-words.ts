import type { TFunction } from "i18next";

/** What the server writes for the values beyond the leading ones, and for none: no value has a control character. */
const REST = "\u0001other";
const UNSET = "\u0001unset";
const BETWEEN = " · ";

/** Whether a name is none, but stands for a group. */
export function isMark(name: string): boolean {
  return name === REST || name === UNSET;
}

/** A name as it stands, the rest and what is not set in the reader's words; behind a dot as well. */
export function groupWords(name: string, t: TFunction): string {
  const words = (part: string) =>
    part === REST ? t("common.other") : part === UNSET ? t("common.unset") : part;
  return name.split(BETWEEN).map(words).join(BETWEEN);
}
