import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { BrokenAddress } from "./broken-address";

/** The first field of what stands in the address that the page cannot read; null where it can. */
type Unlike = (value: unknown) => string | null;

/**
 * A value kept in the address, so that a page can be sent to a colleague as it is.
 *
 * @throws BrokenAddress where `unlike` names something that cannot be read.
 */
export function useAddressState<Value>(
  key: string,
  fallback: Value,
  unlike?: Unlike,
): [Value, (value: Value) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const kept = search[key];
  const broken = kept === undefined || kept === null ? null : (unlike?.(kept) ?? null);
  if (broken !== null) throw new BrokenAddress(key, broken);
  const set = useCallback(
    (value: Value) => {
      void navigate({
        to: ".",
        search: ((previous: Record<string, unknown>) => ({ ...previous, [key]: value })) as never,
        replace: true,
      });
    },
    [key, navigate],
  );
  return [kept === undefined ? fallback : (kept as Value), set];
}
