import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type Match = Shape<"MatchAnswer">;
export type MatchPage = Shape<"MatchPage">;
export type MatchRun = Shape<"MatchRunAnswer">;
export type MatchRules = Shape<"MatchRulesAnswer">;
export type RuleField = Required<MatchRules["fields"][number]>;
export type MatchState = Match["state"];
export type Decision = "accept" | "reject" | "undo";

const PAGE = 50;
const root = (project: string, rest = "") => `${projectRoot(project)}/matches${rest}`;

/** True while a search goes on. */
export function isSearching(run: MatchRun | undefined): boolean {
  return run?.state === "waiting" || run?.state === "running";
}

/** Proposals of a state, the likeliest first, page by page. */
export const matchesQuery = (project: string, state: MatchState) =>
  infiniteQueryOptions({
    queryKey: [project, "matches", state],
    queryFn: ({ pageParam, signal }) => {
      const next = pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : "";
      return api.get<MatchPage>(root(project, `?state=${state}&limit=${PAGE}${next}`), signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

/** Searches, the newest first; live while one goes on. */
export const matchRunsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "match-runs"],
    queryFn: ({ signal }) => api.get<Shape<"MatchRunList">>(root(project, "/runs"), signal),
    refetchInterval: (query) => (isSearching(query.state.data?.runs[0]) ? 1000 : false),
    select: (answer) => answer.runs,
  });

export const matchRulesQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "match-rules"],
    queryFn: ({ signal }) => api.get<MatchRules>(root(project, "/rules"), signal),
  });

export function saveMatchRules(project: string, rules: Omit<MatchRules, "saved">): Promise<MatchRules> {
  return api.put(root(project, "/rules"), rules);
}

export function startMatchRun(project: string, onlyKind: string | null): Promise<MatchRun> {
  return api.post(root(project, "/runs"), { only_kind: onlyKind });
}

export function stopMatchRun(project: string, run: string): Promise<MatchRun> {
  return api.post(root(project, `/runs/${run}/stop`));
}

export function decideMatch(project: string, proposal: string, decision: Decision): Promise<Match> {
  return api.post(root(project, `/${proposal}/${decision}`));
}
