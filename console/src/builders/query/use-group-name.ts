import { createContext, useContext } from "react";
import { useTranslation } from "react-i18next";
import type { By } from "@/api/query-types";

/** What values of a breakdown are called: by breakdown, then by value. */
export type Labels = Record<string, Record<string, string>>;

export const LabelsContext = createContext<Labels>({});

/** What a group is called: its values in words, "not set" where there is none, or all the rest. */
export function useGroupName(): (group: { by?: By | null; is_other?: boolean }) => string {
  const { t } = useTranslation();
  const labels = useContext(LabelsContext);
  return ({ by, is_other }) => {
    if (is_other) return t("common.other");
    const values = Object.entries(by ?? {}).map(([name, value]) => {
      if (value === null || value === "") return t(name === "segment" ? "question.byNone" : "common.unset");
      return labels[name]?.[String(value)] ?? String(value);
    });
    return values.join(" · ");
  };
}
