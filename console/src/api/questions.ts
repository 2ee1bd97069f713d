import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Query } from "./query-types";

export interface Question {
  question_id: string;
  name: string;
  kind: string;
  query: Query;
}

/** The saved questions of the project. */
export const questionsQuery = (project: string) =>
  queryOptions({
    queryKey: [project, "questions"],
    queryFn: ({ signal }) => api.get<{ questions: Question[] }>(`${projectRoot(project)}/questions`, signal),
    select: (answer) => answer.questions,
  });

export function saveQuestion(project: string, name: string, query: Query): Promise<Question> {
  return api.post(`${projectRoot(project)}/questions`, { name, query });
}

export function removeQuestion(project: string, id: string): Promise<unknown> {
  return api.remove(`${projectRoot(project)}/questions/${id}`);
}
