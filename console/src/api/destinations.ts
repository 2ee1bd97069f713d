import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type Destination = Shape<"DestinationAnswer">;
export type DestinationKind = Destination["kind"];
export type DestinationMade = Shape<"DestinationMade">;
export type DestinationDraft = Shape<"DestinationCreateBody">;
export type DestinationChange = Shape<"DestinationChangeBody">;
export type Delivery = Shape<"DeliveryAnswer">;
export type DeliveryState = Delivery["state"];

const PAGE = 50;
const LIVE_MS = 5000;
const root = (project: string, rest = "") => `${projectRoot(project)}/destinations${rest}`;

/** The kinds that the server has, and what each asks for. */
export const destinationKindsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "destination-kinds"],
    queryFn: async ({ signal }) => {
      const path = `${projectRoot(project)}/destination-kinds`;
      return (await api.get<Shape<"DestinationKindList">>(path, signal)).kinds;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Where the project's data goes, the oldest first; followed while the page is open. */
export const destinationsQuery = (project: string) =>
  infiniteQueryOptions({
    queryKey: [project, "destinations"],
    queryFn: ({ pageParam, signal }) => {
      const next = pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : "";
      return api.get<Shape<"DestinationList">>(root(project, `?limit=${PAGE}${next}`), signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: LIVE_MS,
  });

export const destinationQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [project, "destinations", id],
    queryFn: ({ signal }) => api.get<Destination>(root(project, `/${id}`), signal),
    refetchInterval: LIVE_MS,
  });

/** Deliveries, the newest first; of one state, or all. */
export const deliveriesQuery = (project: string, id: string, state: DeliveryState | "all") =>
  infiniteQueryOptions({
    queryKey: [project, "destinations", id, "deliveries", state],
    queryFn: ({ pageParam, signal }) => {
      const of = state === "all" ? "" : `&state=${state}`;
      const next = pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : "";
      const rest = `/${id}/deliveries?limit=${PAGE}${of}${next}`;
      return api.get<Shape<"DeliveryList">>(root(project, rest), signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: LIVE_MS,
  });

export const deliveryQuery = (project: string, id: string, delivery: string) =>
  queryOptions({
    queryKey: [project, "destinations", id, "delivery", delivery],
    queryFn: ({ signal }) =>
      api.get<Shape<"DeliveryDetail">>(root(project, `/${id}/deliveries/${delivery}`), signal),
  });

export function createDestination(project: string, draft: DestinationDraft): Promise<DestinationMade> {
  return api.post(root(project), draft);
}

export function changeDestination(
  project: string,
  id: string,
  change: DestinationChange,
): Promise<Destination> {
  return api.patch(root(project, `/${id}`), change);
}

export function removeDestination(project: string, id: string): Promise<unknown> {
  return api.remove(root(project, `/${id}`));
}

export function holdDestination(project: string, id: string, act: "pause" | "resume"): Promise<Destination> {
  return api.post(root(project, `/${id}/${act}`));
}

/** Hands one made-up row over, and says what came back. */
export function tryDestination(project: string, id: string): Promise<Shape<"TrialAnswer">> {
  return api.post(root(project, `/${id}/test`));
}

export function replayDestination(
  project: string,
  id: string,
  what: Partial<Shape<"ReplayBody">>,
): Promise<Shape<"ReplayAnswer">> {
  return api.post(root(project, `/${id}/replay`), what);
}
