import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

/** A value kept in the address, so that a page can be sent to a colleague as it is. */
export function useAddressState<Value>(key: string, fallback: Value): [Value, (value: Value) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const kept = search[key];
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
