/**
 * The places of the left rail, in the order of the product's loop, with the pages that exist. Where a place
 * has many, those of one `group` stand together.
 */
export const PLACES = [
  { place: "overview", pages: [{ name: "overview", path: "overview" }] },
  { place: "people", pages: [{ name: "people", path: "people" }] },
  {
    place: "segments",
    pages: [
      { name: "segmentList", path: "segments" },
      { name: "attributes", path: "attributes" },
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
      { name: "trend", path: "trend", group: "count" },
      { name: "web", path: "web", group: "count" },
      { name: "session", path: "session", group: "count" },
      { name: "revenue", path: "revenue", group: "count" },
      { name: "funnel", path: "funnel", group: "ways" },
      { name: "path", path: "path", group: "ways" },
      { name: "interval", path: "interval", group: "ways" },
      { name: "retention", path: "retention", group: "stay" },
      { name: "ltv", path: "ltv", group: "stay" },
      { name: "distribution", path: "distribution", group: "stay" },
      { name: "overlap", path: "overlap", group: "stay" },
      { name: "attribution", path: "attribution", group: "causes" },
      { name: "virality", path: "virality", group: "causes" },
      { name: "voice", path: "voice", group: "causes" },
      { name: "dashboards", path: "dashboards", group: "boards" },
      { name: "metrics", path: "metrics", group: "boards" },
      { name: "alerts", path: "alerts", group: "boards" },
      { name: "reports", path: "reports", group: "boards" },
      { name: "questions", path: "questions", group: "boards" },
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
      { name: "sources", path: "sources", group: "collect" },
      { name: "imports", path: "imports", group: "collect" },
      { name: "forms", path: "forms", group: "collect" },
      { name: "codes", path: "channel-codes", group: "collect" },
      { name: "live", path: "live", group: "watch" },
      { name: "quality", path: "quality", group: "watch" },
      { name: "rejected", path: "rejected", group: "watch" },
      { name: "plan", path: "plan", group: "watch" },
      { name: "cleaning", path: "cleaning", group: "watch" },
      { name: "identityKinds", path: "identity-kinds", group: "identity" },
      { name: "matches", path: "matches", group: "identity" },
      { name: "destinations", path: "destinations", group: "send" },
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
