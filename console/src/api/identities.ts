import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type IdentityKinds = Shape<"IdentityKindsAnswer">;
export type IdentityKind = Shape<"IdentityKindShape">;
export type KindsDraft = Pick<IdentityKinds, "blocked"> & { kinds: Omit<IdentityKind, "identities">[] };
export type PersonGraph = Shape<"PersonGraphAnswer">;
export type GraphNode = Shape<"GraphNodeShape">;
export type GraphEdge = Shape<"GraphEdgeShape">;
export type Refusal = Shape<"RefusalShape">;
export type Chain = Shape<"ChainAnswer">;
export type Regroup = Shape<"RegroupAnswer">;
export type PersonPart = Shape<"PersonPartShape">;

/** What a merge by hand names: two persons, by any of their ids. */
export interface Merge {
  one: number;
  other: number;
  note: string;
}

/** Identities to be detached from a person, or something said by hand to be taken back. */
export type Unmerge =
  | { person_id: number; identities: number[]; note: string }
  | { claim_id: string; note: string };

const root = (project: string, rest: string) => `${projectRoot(project)}/${rest}`;

/** The kinds of identity, the weightiest first; live while new rules are put in force. */
export const identityKindsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "identity-kinds"],
    queryFn: ({ signal }) => api.get<IdentityKinds>(root(project, "identity-kinds"), signal),
    refetchInterval: (query) => (query.state.data?.job_id ? 1500 : false),
  });

/** How many merges questions look up; live while a squash is at work. */
export const squashQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "squash"],
    queryFn: ({ signal }) => api.get<Shape<"SquashAnswer">>(root(project, "identities/squash"), signal),
    refetchInterval: (query) => (query.state.data?.job_id ? 1000 : false),
  });

/** Lets a job write the merges so far into the events. */
export function squashMerges(project: string): Promise<Shape<"JobAnswer">> {
  return api.post(root(project, "identities/squash"), {});
}

export function saveIdentityKinds(project: string, draft: KindsDraft): Promise<IdentityKinds> {
  return api.put(root(project, "identity-kinds"), draft);
}

/** Pairs that were named together and are not one person's for it, by reason, page by page. */
export const refusalsQuery = (project: string, reason: string) =>
  infiniteQueryOptions({
    queryKey: [project, "refusals", reason],
    queryFn: ({ pageParam, signal }) => {
      const next = pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : "";
      return api.get<Shape<"RefusalPage">>(root(project, `refusals?reason=${reason}${next}`), signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

/** Why a person's identities are one person. */
export const personGraphQuery = (project: string, person: string) =>
  queryOptions({
    queryKey: [project, "person-graph", person],
    queryFn: ({ signal }) => api.get<PersonGraph>(root(project, `people/${person}/graph`), signal),
  });

/** The shortest chain between two identities of a person. */
export const chainQuery = (project: string, person: string, from: number, to: number) =>
  queryOptions({
    queryKey: [project, "person-graph", person, "chain", from, to],
    queryFn: ({ signal }) =>
      api.get<Chain>(root(project, `people/${person}/explain?from=${from}&to=${to}`), signal),
  });

export function mergePeople(project: string, merge: Merge, preview: boolean): Promise<Regroup> {
  return api.post(root(project, preview ? "merges/preview" : "merges"), merge);
}

export function unmergePeople(project: string, unmerge: Unmerge, preview: boolean): Promise<Regroup> {
  return api.post(root(project, preview ? "unmerges/preview" : "unmerges"), unmerge);
}
