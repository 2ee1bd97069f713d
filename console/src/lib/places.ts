/** The places of the left rail, in the order of the product's loop, with the pages that exist. */
export const PLACES = [
  { place: "overview", pages: [{ name: "overview", path: "overview" }] },
  { place: "people", pages: [{ name: "people", path: "people" }] },
  {
    place: "segments",
    pages: [
      { name: "segmentList", path: "segments" },
      { name: "tags", path: "tags" },
      { name: "scores", path: "scores" },
      { name: "rfm", path: "rfm" },
      { name: "status", path: "status" },
      { name: "value", path: "value" },
      { name: "lifecycle", path: "lifecycle" },
    ],
  },
  {
    place: "analysis",
    pages: [
      { name: "trend", path: "trend" },
      { name: "funnel", path: "funnel" },
      { name: "retention", path: "retention" },
      { name: "revenue", path: "revenue" },
      { name: "questions", path: "questions" },
    ],
  },
  { place: "engage", pages: [{ name: "campaigns", path: "campaigns" }] },
  {
    place: "members",
    pages: [
      { name: "points", path: "points" },
      { name: "earning", path: "earning-rules" },
    ],
  },
  {
    place: "data",
    pages: [
      { name: "sources", path: "sources" },
      { name: "plan", path: "plan" },
      { name: "live", path: "live" },
      { name: "quality", path: "quality" },
      { name: "rejected", path: "rejected" },
      { name: "cleaning", path: "cleaning" },
      { name: "imports", path: "imports" },
      { name: "intake", path: "intake" },
      { name: "forms", path: "forms" },
      { name: "codes", path: "channel-codes" },
      { name: "destinations", path: "destinations" },
      { name: "identityKinds", path: "identity-kinds" },
      { name: "matches", path: "matches" },
    ],
  },
  {
    place: "settings",
    pages: [
      { name: "project", path: "settings/project" },
      { name: "users", path: "settings/users" },
      { name: "keys", path: "settings/keys" },
      { name: "email", path: "settings/email" },
      { name: "policy", path: "settings/policy" },
      { name: "audit", path: "settings/audit" },
    ],
  },
] as const;
