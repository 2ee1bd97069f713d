import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answerQuery } from "@/api/analysis";
import type { Query } from "@/api/query-types";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useSettled } from "@/lib/use-settled";

/** Asks again whenever the sentence changes; the old answer stays until the new one is there. */
export function useAnswer<Result>(query: Query, complete = true) {
  const { project } = useProject();
  const { language } = useFormat();
  const settled = useSettled(JSON.stringify(query), 150);
  return useQuery({
    ...answerQuery<Result>(project, JSON.parse(settled) as Query, language),
    enabled: complete,
    placeholderData: keepPreviousData,
  });
}
