import { useNavigate, useSearch } from "@tanstack/react-router";
import type { RejectedFilter } from "@/api/quality";

const FIELDS = ["reason", "source", "key", "event", "text"] as const;

/** What is looked for, kept in the address so that other pages can lead here. */
export function useRejectedFilter(): [RejectedFilter, (change: RejectedFilter) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const filter: RejectedFilter = {};
  for (const field of FIELDS) {
    const value = search[field];
    if (value !== undefined && value !== "") filter[field] = String(value);
  }
  const change = (next: RejectedFilter) =>
    void navigate({ to: ".", search: { ...filter, ...next } as never, replace: true });
  return [filter, change];
}
