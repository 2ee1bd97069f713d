import { queryOptions } from "@tanstack/react-query";
import type { Campaign, CampaignDraft, CampaignPreview, CampaignResult } from "./campaign-types";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

const root = (project: string, id?: string) => `${projectRoot(project)}/campaigns${id ? `/${id}` : ""}`;

/** All campaigns, newest first. */
export const campaignsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "campaigns"],
    queryFn: ({ signal }) => api.get<{ campaigns: Campaign[] }>(root(project), signal),
    select: (answer) => answer.campaigns,
  });

/** One campaign; asked again while it is being sent. */
export const campaignQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [project, "campaigns", id],
    queryFn: ({ signal }) => api.get<Campaign>(root(project, id), signal),
    refetchInterval: (query) => (query.state.data?.state === "running" ? 3000 : false),
  });

/** What it brought; live while it is being sent. */
export const campaignResultQuery = (project: string, id: string, live: boolean) =>
  queryOptions({
    queryKey: [project, "campaigns", id, "result"],
    queryFn: ({ signal }) => api.get<CampaignResult>(`${root(project, id)}/result`, signal),
    refetchInterval: live ? 3000 : false,
  });

/** What a person would get, and how many would get one. */
export const campaignPreviewQuery = (project: string, id: string, person: number | null) =>
  queryOptions({
    queryKey: [project, "campaigns", id, "preview", person],
    queryFn: ({ signal }) =>
      api.post<CampaignPreview>(`${root(project, id)}/preview`, person ? { person_id: person } : {}, signal),
  });

export function createCampaign(project: string, draft: CampaignDraft): Promise<Campaign> {
  return api.post(root(project), draft);
}

export function changeCampaign(project: string, id: string, draft: CampaignDraft): Promise<Campaign> {
  return api.patch(root(project, id), draft);
}

export function removeCampaign(project: string, id: string): Promise<unknown> {
  return api.remove(root(project, id));
}

export type CampaignAct = "launch" | "pause" | "resume" | "cancel";

export function actOnCampaign(project: string, id: string, act: CampaignAct): Promise<Campaign> {
  return api.post(`${root(project, id)}/${act}`);
}

export function testCampaign(project: string, id: string, to: string): Promise<Shape<"SendAnswer">> {
  return api.post(`${root(project, id)}/test`, { to });
}
