import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Condition } from "./condition-types";
import { projectRoot } from "./project-root";
import type { Query, Who } from "./query-types";
import type { Shape } from "./shape";
export type Identity = Shape<"IdentityShape">;
export type PersonRow = Shape<"PersonLine">;
export type PeoplePage = Shape<"PeopleAnswer">;

/** People that no condition describes, as the server names them. */
export type NamedPeople = Partial<Shape<"PeopleSource">>;

/** Where a group of people comes from: a condition, a cell of an analysis, or a named list. */
export type PeopleSource =
  | { kind: "condition"; condition: Condition | null; search?: string }
  | { kind: "query"; query: Query; who: Who }
  | { kind: "named"; named: NamedPeople };

/** The people behind a count of a campaign; with a day, those of that day. */
export function outcomePeople(campaign: string, outcome: string, on: string | null = null): PeopleSource {
  return { kind: "named", named: { campaign: { campaign_id: campaign, outcome, on } } };
}

export type ColumnChoice = Shape<"ColumnChoiceShape">;
export type PeopleSort = Shape<"SortBody">;

/** Which columns beside attributes a list shows, and by what it is sorted. */
export interface PeopleShown {
  show: Pick<ColumnChoice, "kind" | "name">[];
  sort: PeopleSort | null;
}

/** Every column beside attributes. */
export const peopleColumnsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "people", "columns"],
    queryFn: ({ signal }) =>
      api.get<Shape<"PeopleColumns">>(`${projectRoot(project)}/people/columns`, signal),
    staleTime: 60_000,
  });

const PAGE = 50;

/** One page of the people behind a number. */
export function readPeople(
  project: string,
  source: PeopleSource,
  cursor: string | null,
  signal?: AbortSignal,
  shown?: PeopleShown,
): Promise<PeoplePage> {
  const root = projectRoot(project);
  const paging = { limit: PAGE, ...(cursor ? { cursor } : {}) };
  if (source.kind === "query") {
    return api.post(`${root}/query`, { ...source.query, who: source.who, ...paging }, signal);
  }
  const more = shown ? { show: shown.show, ...(shown.sort ? { sort: shown.sort } : {}) } : {};
  if (source.kind === "named") {
    return api.post(`${root}/people`, { source: source.named, ...paging, ...more }, signal);
  }
  const wanted = {
    ...(source.condition ? { condition: source.condition } : {}),
    ...(source.search ? { search: source.search } : {}),
  };
  return api.post(`${root}/people`, { ...wanted, ...paging, ...more }, signal);
}
