/** The API path of a project. */
export function projectRoot(project: string): string {
  return `/projects/${encodeURIComponent(project)}`;
}
