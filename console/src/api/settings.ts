import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type Project = Shape<"ProjectAnswer">;
export type Member = Shape<"MemberShape">;
export type Key = Shape<"KeyShape">;
export type AuditEntry = Shape<"AuditShape">;
export type Channel = Shape<"ChannelAnswer">;
export type ChannelSettings = Channel["settings"];
export type Policy = Shape<"PolicyAnswer">;

export const projectQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "project"],
    queryFn: ({ signal }) => api.get<Project>(projectRoot(project), signal),
  });
export const changeProject = (project: string, change: { name: string; currency: string }) =>
  api.patch<Project>(projectRoot(project), change);

export const usersQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "users"],
    queryFn: ({ signal }) => api.get<Shape<"MemberList">>(`${projectRoot(project)}/users`, signal),
    select: (answer) => answer.users,
  });
export const addUser = (project: string, member: Shape<"MemberBody">) =>
  api.post<Member>(`${projectRoot(project)}/users`, member);
export const changeUser = (project: string, id: string, role: Member["role"]) =>
  api.patch<Member>(`${projectRoot(project)}/users/${id}`, { role });
export const removeUser = (project: string, id: string) => api.remove(`${projectRoot(project)}/users/${id}`);

export const keysQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "keys"],
    queryFn: ({ signal }) => api.get<Shape<"KeyList">>(`${projectRoot(project)}/keys`, signal),
    select: (answer) => answer.keys,
  });
export const createKey = (project: string, key: Shape<"KeyCreateBody">) =>
  api.post<Shape<"KeyCreated">>(`${projectRoot(project)}/keys`, key);
export const revokeKey = (project: string, id: string) => api.remove(`${projectRoot(project)}/keys/${id}`);

export const channelsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "channels"],
    queryFn: ({ signal }) => api.get<Shape<"ChannelList">>(`${projectRoot(project)}/channels`, signal),
    select: (answer) => answer.channels,
  });
export const saveChannel = (project: string, channel: string, settings: ChannelSettings) =>
  api.put<Channel>(`${projectRoot(project)}/channels/${channel}`, settings);
export const testChannel = (project: string, channel: string, to: string) =>
  api.post<Shape<"SendAnswer">>(`${projectRoot(project)}/channels/${channel}/test`, { to });

export const policyQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "policy"],
    queryFn: ({ signal }) => api.get<Policy>(`${projectRoot(project)}/policy`, signal),
  });
export const savePolicy = (project: string, policy: Shape<"PolicyBody">) =>
  api.put<Policy>(`${projectRoot(project)}/policy`, policy);

export const auditQuery = (project: string) =>
  infiniteQueryOptions({
    queryKey: [project, "audit"],
    queryFn: ({ pageParam, signal }) =>
      api.get<Shape<"AuditPage">>(
        `${projectRoot(project)}/audit${pageParam ? `?cursor=${encodeURIComponent(pageParam)}` : ""}`,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
