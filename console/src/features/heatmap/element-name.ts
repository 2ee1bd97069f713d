import type { TFunction } from "i18next";
import type { HeatmapResult } from "@/api/query-types";

type Element = HeatmapResult["elements"][number];

/** What stands on an element, else its path. */
export function elementName(element: Element, t: TFunction): string {
  if (element.is_other) return t("heat.rest");
  return element.label ?? element.element ?? t("heat.noElement");
}
