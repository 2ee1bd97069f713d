import type { Spread, TagFolder, TagLine } from "@/api/tags";
import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";

/** Whether a tag stands in a folder or below it; no folder is everywhere. */
export function isInFolder(tag: TagLine, folder: string | null, folders: TagFolder[]): boolean {
  if (folder === null) return true;
  if (folder === "") return tag.folder_id === null;
  const parents = new Map(folders.map((each) => [each.folder_id, each.parent_id]));
  for (let at = tag.folder_id; at; at = parents.get(at) ?? null) if (at === folder) return true;
  return false;
}

/** The people with a value of a tag; without one, with any. */
export function behindTag(tag: { name: string }, title: string, value?: string): PeopleBehind {
  const clause = value === undefined ? { name: tag.name } : { name: tag.name, in: [value] };
  return { title, source: { kind: "condition", condition: { tag: clause } } };
}

/** Share of everybody with any value. */
export function coverage(spread: Spread): number | null {
  return spread.total > 0 ? spread.covered / spread.total : null;
}
