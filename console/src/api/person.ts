import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Identity } from "./people";
import { projectRoot } from "./project-root";

export interface Person {
  person_id: number;
  asked_for: number;
  first_seen_at: string | null;
  last_seen_at: string | null;
  events: number;
  identities: (Identity & { masked: boolean })[];
  attributes: {
    name: string;
    value: unknown;
    type: string;
    at: string | null;
    origin: string | null;
    masked: boolean;
  }[];
  stages: { model: string; stage: string; since: string; previous: string | null }[];
  rfm: {
    rfm_class: string;
    recency_days: number | null;
    frequency: number | null;
    monetary: number | null;
    at: string | null;
  } | null;
  value: {
    orders: number;
    revenue: number;
    currency: string;
    first_order_at: string | null;
    last_order_at: string | null;
  };
  segments: { segment_id: string; name: string }[];
  points: { balance: number; earned: number; spent: number } | null;
  messages: { campaign_id: string; campaign: string; channel: string; outcome: string; at: string }[];
  merged: number[];
}
export interface TimelineEvent {
  event_id: string;
  event: string;
  time: string;
  channel: string;
  source: string;
  url: string;
  title: string;
  revenue: number | null;
  currency: string;
  properties: Record<string, unknown>;
}

/** Everything known of one person. */
export const personQuery = (project: string, person: string) =>
  queryOptions({
    queryKey: [project, "person", person],
    queryFn: ({ signal }) => api.get<Person>(`${projectRoot(project)}/people/${person}`, signal),
  });

/** A person's events, newest first, page by page. */
export const timelineQuery = (project: string, person: string) =>
  infiniteQueryOptions({
    queryKey: [project, "timeline", person],
    queryFn: ({ pageParam, signal }) => {
      const asked = pageParam ? `?cursor=${encodeURIComponent(pageParam)}` : "";
      return api.get<{ events: TimelineEvent[]; next: string | null }>(
        `${projectRoot(project)}/people/${person}/events${asked}`,
        signal,
      );
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
