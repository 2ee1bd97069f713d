import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answerQuery } from "@/api/analysis";
import type { Query } from "@/api/query-types";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useSettled } from "@/lib/use-settled";

/** How far the asking is, and its reins. */
export interface Asking {
  isRunning: boolean;
  isStopped: boolean;
  /** Why the exact answer did not come after the estimate. */
  error: unknown;
  stop: () => void;
  again: () => void;
}

/**
 * Asks again whenever the sentence changes; the old answer stays until the new one is there.
 *
 * What reads much is answered from some of the people first, and exactly as soon as that is there. What nobody waits
 * for any more is given up: the request of an earlier sentence, and of a page that is left.
 */
export function useAnswer<Result>(query: Query, complete = true) {
  const client = useQueryClient();
  const { project } = useProject();
  const { language } = useFormat();
  const settled = useSettled(JSON.stringify(query), 150);
  const [stopped, setStopped] = useState<string | null>(null);
  const asked = JSON.parse(settled) as Query;
  const isStopped = stopped === settled;
  const quick = answerQuery<Result>(project, asked, language, "auto");
  const exactly = answerQuery<Result>(project, asked, language);
  const isThere = client.getQueryData(quick.queryKey) !== undefined;
  const first = useQuery({
    ...quick,
    enabled: complete && (isThere || !isStopped),
    placeholderData: keepPreviousData,
  });
  const isEstimate = first.data?.sample !== undefined && !first.isPlaceholderData;
  const exact = useQuery({ ...exactly, enabled: complete && isEstimate && !isStopped });
  const asking: Asking = {
    isRunning: first.isFetching || exact.isFetching,
    isStopped,
    error: isEstimate ? exact.error : null,
    stop: () => {
      setStopped(settled);
      void client.cancelQueries({ queryKey: quick.queryKey });
      void client.cancelQueries({ queryKey: exactly.queryKey });
    },
    again: () => {
      setStopped(null);
      if (exact.error) void exact.refetch();
    },
  };
  return {
    data: (isEstimate ? exact.data : undefined) ?? first.data,
    error: first.error,
    isFetching: first.isFetching,
    isPlaceholderData: first.isPlaceholderData,
    refetch: first.refetch,
    asking,
  };
}
