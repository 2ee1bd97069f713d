import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Condition } from "./condition-types";
import { projectRoot } from "./project-root";
import type { Shape } from "./shape";

export type Form = Shape<"FormAnswer">;
export type FormField = Shape<"FormFieldShape">;
export type FormDraft = Shape<"FormCreateBody">;

const PAGE = 50;
const root = (project: string, rest = "") => `${projectRoot(project)}/forms${rest}`;

/** Forms, with what was sent by them. */
export const formsQuery = (project: string) =>
  infiniteQueryOptions({
    queryKey: [project, "forms"],
    queryFn: ({ pageParam, signal }) => {
      const next = pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : "";
      return api.get<Shape<"FormList">>(root(project, `?limit=${PAGE}${next}`), signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export function saveForm(project: string, id: string | null, draft: FormDraft): Promise<Form> {
  return id ? api.patch(root(project, `/${id}`), draft) : api.post(root(project), draft);
}

/** A closed form takes no answers; it can be opened again. */
export function holdForm(project: string, id: string, state: Form["state"]): Promise<Form> {
  return api.patch(root(project, `/${id}`), { state });
}

export function removeForm(project: string, id: string): Promise<unknown> {
  return api.remove(root(project, `/${id}`));
}

/** Who sent a form. */
export function sentBy(form: Form): Condition {
  const where = { property: "form_id", op: "eq", value: form.form_id } as const;
  return { did: { event: "form.submitted", where } };
}
