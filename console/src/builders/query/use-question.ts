import { useCallback } from "react";
import type { Query } from "@/api/query-types";
import { unlikeExample } from "@/lib/broken-address";
import { useAddressState } from "@/lib/use-address-state";

type Change<Asked> = { [Key in keyof Asked]?: Asked[Key] | undefined };

/** The question of a page, kept in the address; `change` merges, and drops what is undefined. */
export function useQuestion<Asked extends Query>(first: Asked): [Asked, (change: Change<Asked>) => void] {
  const [query, setQuery] = useAddressState<Asked>("q", first, (value) => unlikeExample(value, first));
  const change = useCallback(
    (next: Change<Asked>) => {
      const merged = Object.entries({ ...query, ...next }).filter(([, value]) => value !== undefined);
      setQuery(Object.fromEntries(merged) as unknown as Asked);
    },
    [query, setQuery],
  );
  return [query, change];
}
