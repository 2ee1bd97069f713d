import type { AttributeFull, AttributeLine, ValueShare } from "@/api/attributes";
import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";

interface Folder {
  folder_id: string;
  parent_id: string | null;
}

/** Whether an attribute stands in a folder or below it; "" is in none of them, null is anywhere. */
export function isInFolder(attribute: AttributeLine, folder: string | null, folders: Folder[]): boolean {
  const stands = folders.find((each) => each.folder_id === attribute.folder_id);
  if (folder === null) return true;
  if (folder === "") return stands === undefined;
  for (let at = stands; at; at = folders.find((each) => each.folder_id === at?.parent_id)) {
    if (at.folder_id === folder) return true;
  }
  return false;
}

/** The people with a value of an attribute, now or at the end of a day; without a share, with any. */
export function behindAttribute(
  name: string,
  title: string,
  share: Pick<ValueShare, "value" | "start" | "end"> | null = null,
  on: string | null = null,
): PeopleBehind {
  const band = share !== null && share.value === "";
  const asked = {
    name,
    value: share === null || band ? null : share.value,
    start: band ? share.start : null,
    end: band ? share.end : null,
    on,
  };
  return { title, source: { kind: "named", named: { attribute: asked } } };
}

/** What a line of the history asks for: a value, a band, null for any value; undefined where nobody may be asked for. */
export function shareOf(
  attribute: AttributeFull,
  line: string,
  only: boolean,
): Pick<ValueShare, "value" | "start" | "end"> | null | undefined {
  if (line === "") return only ? null : undefined;
  const share = attribute.shares.find((each) => each.label === line);
  if (share?.masked || attribute.shares.every((each) => each.masked)) return undefined;
  return share ?? { value: line, start: null, end: null };
}

/** Share of everybody with a value. */
export function coverage(attribute: AttributeLine): number | null {
  return attribute.total > 0 ? attribute.people / attribute.total : null;
}
