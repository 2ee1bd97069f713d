import type { TFunction } from "i18next";
import type { FunnelResult } from "@/api/query-types";
import { groupWords } from "@/builders/query/query-words";

type Group = NonNullable<FunnelResult["groups"]>[number];

/** What a group of the funnel is called. */
export function groupName(group: Group, t: TFunction): string {
  return group.is_other ? t("common.other") : groupWords(group.by, t);
}
