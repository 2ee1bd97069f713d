import { api } from "./client";
import { projectRoot } from "./project-root";
import type { Query } from "./query-types";

/** An answer as a file for a spreadsheet. */
export const exportAnswer = (project: string, query: Query, form: "csv" | "xlsx", name: string) =>
  api.file(`${projectRoot(project)}/export-answer`, { query, form, name });
