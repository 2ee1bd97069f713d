import { queryOptions } from "@tanstack/react-query";
import { ApiError } from "./api-error";
import { api, rememberCsrf } from "./client";
import type { Shape } from "./shape";
export type Session = Shape<"SessionAnswer">;

async function readSession(): Promise<Session | null> {
  try {
    const session = await api.get<Session>("/session");
    rememberCsrf(session.csrf);
    return session;
  } catch (problem) {
    if (problem instanceof ApiError && problem.status === 401) return null;
    throw problem;
  }
}

/** Who is signed in; `null` when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: readSession,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Opens a session; a wrong pair of e-mail and password is an `ApiError`. */
export async function signIn(email: string, password: string): Promise<Session> {
  const session = await api.post<Session>("/session", { email, password });
  rememberCsrf(session.csrf);
  return session;
}

/** Ends the session on the server. */
export function signOut(): Promise<unknown> {
  return api.remove("/session");
}
