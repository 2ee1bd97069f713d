import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Condition } from "./condition-types";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type ChannelCode = Shape<"ChannelCodeAnswer">;
export type ChannelCodeDraft = Shape<"ChannelCodeCreateBody">;

const PAGE = 50;
const root = (project: string, rest = "") => `${projectRoot(project)}/channel-codes${rest}`;

/** Codes, the newest first. */
export const channelCodesQuery = (project: string) =>
  infiniteQueryOptions({
    queryKey: [project, "channel-codes"],
    queryFn: ({ pageParam, signal }) => {
      const next = pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : "";
      return api.get<Shape<"ChannelCodeList">>(root(project, `?limit=${PAGE}${next}`), signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export function saveChannelCode(
  project: string,
  id: string | null,
  draft: ChannelCodeDraft,
): Promise<ChannelCode> {
  return id ? api.patch(root(project, `/${id}`), draft) : api.post(root(project), draft);
}

/** A closed code leads nowhere; it can be opened again. */
export function holdChannelCode(
  project: string,
  id: string,
  state: ChannelCode["state"],
): Promise<ChannelCode> {
  return api.patch(root(project, `/${id}`), { state });
}

export function removeChannelCode(project: string, id: string): Promise<unknown> {
  return api.remove(root(project, `/${id}`));
}

/** The address of the drawing of a code. */
export function qrAddress(project: string, id: string, form: "svg" | "png"): string {
  return `/api/v1${root(project, `/${id}/qr.${form}`)}`;
}

/** Who came by a code. */
export function cameBy(code: ChannelCode): Condition {
  const short = code.url.split("/").pop() ?? "";
  const where = { property: "code", op: "eq", value: short } as const;
  return { did: { event: "channel_code.visited", where } };
}
