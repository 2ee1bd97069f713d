import { createContext, useContext } from "react";

/** What the server refuses of the condition, and where. */
export interface Refused {
  path: string;
  code: string;
  message: string;
}

export const RefusedContext = createContext<Refused | null>(null);

/** What is refused of the clause that stands at a path of the condition; null while nothing is. */
export function useRefused(at: string): Refused | null {
  const refused = useContext(RefusedContext);
  if (!refused) return null;
  const { path } = refused;
  return path === at || path.startsWith(`${at}.`) || path.startsWith(`${at}[`) ? refused : null;
}
