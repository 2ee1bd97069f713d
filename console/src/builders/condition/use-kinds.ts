import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ConditionKind, conditionKindsQuery } from "@/api/condition-kinds";
import { useProject } from "@/lib/project-context";

/** Two languages of one meaning. */
interface Said {
  zh: string;
  en: string;
}

/** The kinds of condition that rooms add; none until they are known. */
export function useKinds(): ConditionKind[] {
  const { project } = useProject();
  return useQuery(conditionKindsQuery(project)).data ?? [];
}

/** Takes what the server says in both languages in the reader's. */
export function useSaid(): (said: Said) => string {
  const { i18n } = useTranslation();
  return (said) => (i18n.language.startsWith("en") ? said.en : said.zh);
}
