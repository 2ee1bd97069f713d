import type { Import } from "@/api/imports";

/** How many rows were refused, for whatever reason. */
export function rejectedTotal({ counts }: Import): number {
  return Object.values(counts.rejected).reduce((sum, count) => sum + count, 0);
}
