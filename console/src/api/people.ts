import { api } from "./client";
import type { Condition } from "./condition-types";
import { projectRoot } from "./project-root";
import type { Query, Who } from "./query-types";

export interface Identity {
  kind: string;
  value: string;
}
export interface PersonRow {
  person_id: number;
  identities: Identity[];
  attributes: Record<string, string | number | boolean | null>;
  first_seen_at: string | null;
  last_seen_at: string | null;
}
export interface PeoplePage {
  count: number;
  people: PersonRow[];
  next: string | null;
}

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
