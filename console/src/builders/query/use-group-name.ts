import { createContext, useContext } from "react";
import { useTranslation } from "react-i18next";
import type { By } from "@/api/query-types";

/** What values of a breakdown are called: by breakdown, then by value. */
export type Labels = Record<string, Record<string, string>>;

export const LabelsContext = createContext<Labels>({});

/** What breakdowns are called, where two of the question have one name. */
export const HeadingsContext = createContext<Record<string, string>>({});

/** What groups are told apart by, where two of that have one name; else just that they are groups. */
export function useGroupHeading(): string {
  const { t } = useTranslation();
  const headings = Object.values(useContext(HeadingsContext));
  return headings.join(" · ") || t("question.funnel.group");
}

/** What a group is called: its values in words, "not set" where there is none, or all the rest. */
export function useGroupName(): (group: { by?: By | null; is_other?: boolean }) => string {
  const { t } = useTranslation();
  const labels = useContext(LabelsContext);
  return ({ by, is_other }) => {
    if (is_other) return t("common.other");
    const values = Object.entries(by ?? {}).map(([name, value]) => {
      if (value === null || value === "")
        return t(/^segment(:|$)/.test(name) ? "question.byNone" : "common.unset");
      return labels[name]?.[String(value)] ?? String(value);
    });
    return values.join(" · ");
  };
}
