import { useTranslation } from "react-i18next";
import type { Condition } from "@/api/condition-types";
import { describeCondition } from "./describe";
import { useKinds, useSaid } from "./use-kinds";

/** Says a condition in the reader's language, the clauses that rooms add among them. */
export function useDescribe(): (condition: Condition | null) => string {
  const { t } = useTranslation();
  const kinds = useKinds();
  const say = useSaid();
  return (condition) => describeCondition(condition, { t, kinds, say });
}
