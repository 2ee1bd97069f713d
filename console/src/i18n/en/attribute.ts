import type { Words } from "../words";
import type { attribute as source } from "../zh/attribute";

export const attribute: Words<typeof source> = {
  title: "Attributes",
  about:
    "Stated facts of people, by events, imports and forms: the newest statement counts, and every value has its origin and date.",
  none: "No attributes yet",
  noneHint:
    "Connect a source, or import a file with columns such as city, gender or birthday: attributes appear here by themselves.",
  connect: "Connect a source",
  all: "All attributes",
  foldersShared: "Folders are shared with tags, and are made and arranged there.",
  toTags: "Go to tags",
  search: "Search by name",
  noMatch: "No attribute matches",
  arrange: "Sort into folders",
  arrangeHint:
    "Puts well-known attributes into contact, basics, assets and interests; what stands in a folder stays.",
  arranged: "{{n}} attributes put into folders",
  type: "Type",
  types: { text: "text", number: "number", boolean: "yes or no", time: "time", list: "list" },
  newest: "Last stated",
  sensitive: "Sensitive",
  sensitiveHint:
    "Values are masked for roles below operator: on the person page, in lists, distributions and exports.",
  masked: "masked",
  open: "not masked",
  others: "other values",
  nobody: "Nobody has a value at the moment.",
  noDescription: "No description yet.",
  history: "People by value at the end of each day",
  historyHint:
    "Calendar days of the project's zone; the day's last statement counts. A point opens the people",
  origins: "Where values come from",
  ways: {
    import: "imported file",
    computed: "computed of increments",
    api: "HTTP API",
    form: "form",
    sensors: "Sensors protocol",
    segment: "Segment protocol",
  },
  facts: "Owner and records",
  firstSeen: "First seen",
  changed: "Description changed",
  mismatches: "{{n}} batches stated values that are not “{{type}}”; those are kept as text.",
  onDay: "Which value when",
  changeType: "Change type",
  changeTypeHint: "Every value is kept as it was stated; the type says how it is read",
  readAs: "Read the values as",
  allFit: "All {{fits}} people's values fit.",
  someFit: "{{fits}} people's values fit; those of {{misfits}} do not: they are kept, and count as missing.",
  misfitExamples: "Do not fit, for example: {{values}}",
  rereading: "The values are being read again",
  beingRead: "The values are being read again as “{{type}}”; until then they are “{{former}}”.",
  wasRead: "Read as “{{type}}” instead of “{{former}}” ({{by}}, {{at}})",
};
