import { createContext, useContext } from "react";

/** What the server refuses of the condition, and where. */
export interface Refused {
  path: string;
  message: string;
}

export const RefusedContext = createContext<Refused | null>(null);

/** What is refused of the clause that stands at a path of the condition; null while nothing is. */
export function useRefused(at: string): string | null {
  const refused = useContext(RefusedContext);
  if (!refused) return null;
  const { path, message } = refused;
  return path === at || path.startsWith(`${at}.`) || path.startsWith(`${at}[`) ? message : null;
}
