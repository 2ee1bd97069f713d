import { createContext, useContext } from "react";

/** The project that every page of the console speaks about. */
export interface CurrentProject {
  project: string;
  name: string;
  zone: string;
  currency: string;
  role: string;
}

export const ProjectContext = createContext<CurrentProject | null>(null);

/** The current project; every page inside the shell has one. */
export function useProject(): CurrentProject {
  const project = useContext(ProjectContext);
  if (!project) throw new Error("useProject is used outside a project's pages");
  return project;
}
