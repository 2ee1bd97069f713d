import type { Words } from "../words";
import type { segment as zh } from "../zh/segment";

export const segment: Words<typeof zh> = {
  title: "Segments",
  about: "Saved conditions, and the people who met them each time they were computed.",
  new: "New segment",
  edit: "Edit condition",
  none: "No segments yet",
  noneHint:
    "Describe people in a sentence, such as “bought in the last 30 days but not in the last 7”, and watch the count as you write.",
  size: "People",
  refreshedAt: "Computed",
  refresh: "Compute now",
  refreshed: "Computed again",
  list: "A fixed list: these people as they were when it was saved.",
  condition: "Condition",
  description: "Description",
  history: "Size over time",
  entered: "Entered",
  left: "Left",
  version: "Version",
  members: "Members",
  usedBy: "Used by",
  usedByHint: "Used by {{names}}; remove it there first.",
  nameNeeded: "Give the segment a name",
  created: "Segment “{{name}}” created",
  removeHint: "Its member history is deleted with it and cannot be brought back.",
  removed: "Deleted",
  search: "Search by name",
  sizeLine: "people",
  write: "Send a campaign",
  oneVersion: "Computed once so far. After the next computation its size over time is drawn here.",
};
