import type { FolderSize, Spread, TagFolder } from "@/api/tags";
import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";

/** How many tags stand in a folder and below it; "" is in none, null is all of them. */
export function tagsBelow(folder: string | null, folders: TagFolder[], sizes: FolderSize[]): number {
  if (folder === null) return sizes.reduce((sum, each) => sum + each.tags, 0);
  const here = sizes.find((each) => each.folder_id === folder)?.tags ?? 0;
  const children = folder ? folders.filter((each) => each.parent_id === folder) : [];
  return children.reduce((sum, each) => sum + tagsBelow(each.folder_id, folders, sizes), here);
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
