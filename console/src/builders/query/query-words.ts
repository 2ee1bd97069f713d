import type { TFunction } from "i18next";
import type { By, Step } from "@/api/query-types";
import { filterWords } from "@/builders/condition/words";

/** A step in words: the event, and which of them. */
export function stepWords(step: Step, t: TFunction): string {
  return step.where ? `${step.event} (${filterWords(step.where, t)})` : step.event;
}

/** The group of a breakdown: its values, "not set" where there is none. */
export function groupWords(by: By | null | undefined, t: TFunction): string {
  const values = Object.values(by ?? {});
  return values
    .map((value) => (value === null || value === "" ? t("common.unset") : String(value)))
    .join(" · ");
}
