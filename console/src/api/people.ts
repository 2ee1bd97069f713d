import { api } from "./client";
import type { Condition } from "./condition-types";
import { projectRoot } from "./project-root";
import type { Query, Who } from "./query-types";
import type { Shape } from "./shape";
export type Identity = Shape<"IdentityShape">;
export type PersonRow = Shape<"PersonLine">;
export type PeoplePage = Shape<"PeopleAnswer">;

/** Where a group of people comes from: a condition, a cell of an analysis, or a campaign's outcome. */
export type PeopleSource =
  | { kind: "condition"; condition: Condition | null; search?: string }
  | { kind: "query"; query: Query; who: Who }
  | { kind: "campaign"; campaign: string; outcome: string };

const PAGE = 50;

/** One page of the people behind a number. */
export function readPeople(
  project: string,
  source: PeopleSource,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<PeoplePage> {
  const root = projectRoot(project);
  const paging = { limit: PAGE, ...(cursor ? { cursor } : {}) };
  if (source.kind === "query") {
    return api.post(`${root}/query`, { ...source.query, who: source.who, ...paging }, signal);
  }
  if (source.kind === "campaign") {
    const asked = new URLSearchParams({ outcome: source.outcome, limit: String(PAGE) });
    if (cursor) asked.set("cursor", cursor);
    return api.get(`${root}/campaigns/${source.campaign}/people?${asked}`, signal);
  }
  const wanted = {
    ...(source.condition ? { condition: source.condition } : {}),
    ...(source.search ? { search: source.search } : {}),
  };
  return api.post(`${root}/people`, { ...wanted, ...paging }, signal);
}
