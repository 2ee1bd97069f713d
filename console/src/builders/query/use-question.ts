import { useCallback, useMemo } from "react";
import type { Query } from "@/api/query-types";
import { unlikeExample } from "@/lib/broken-address";
import { useAddressState } from "@/lib/use-address-state";
import { lacking, withUsual } from "./usual";

type Change<Asked> = { [Key in keyof Asked]?: Asked[Key] | undefined };

/** The question of a page, kept in the address, with what it leaves out; `change` merges, and drops what is undefined. */
export function useQuestion<Asked extends Query>(first: Asked): [Asked, (change: Change<Asked>) => void] {
  const [kept, setQuery] = useAddressState<Asked>(
    "q",
    first,
    (value) => unlikeExample(withUsual(value as Asked), first) ?? lacking(value),
  );
  const query = useMemo(() => withUsual(kept), [kept]);
  const change = useCallback(
    (next: Change<Asked>) => {
      const merged = Object.entries({ ...query, ...next }).filter(([, value]) => value !== undefined);
      setQuery(Object.fromEntries(merged) as unknown as Asked);
    },
    [query, setQuery],
  );
  return [query, change];
}
