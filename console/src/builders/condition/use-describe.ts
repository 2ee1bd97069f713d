import { useTranslation } from "react-i18next";
import type { Condition } from "@/api/condition-types";
import { describeCondition } from "./describe";
import { useEditors } from "./use-editors";
import { useSaid } from "./use-kinds";

/** A condition in the reader's language, the clauses that rooms add among them. */
export function useDescribed(condition: Condition | null): string {
  const { t } = useTranslation();
  const editorOf = useEditors(condition);
  const say = useSaid();
  return describeCondition(condition, { t, editorOf, say });
}
