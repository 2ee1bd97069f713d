import { ApiError } from "./api-error";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

const ROOT = "/api/v1";
const guard = { csrf: "" };

/** Keeps the token that the server asks for on every change made with a cookie. */
export function rememberCsrf(token: string): void {
  guard.csrf = token;
}

async function problem(response: Response): Promise<ApiError> {
  try {
    const said = (await response.json()) as {
      code?: string;
      message?: string;
      path?: string | null;
      reference?: string | null;
    };
    return new ApiError(
      response.status,
      said.code ?? `http_${response.status}`,
      said.message ?? response.statusText,
      said.path ?? null,
      said.reference ?? null,
    );
  } catch {
    return new ApiError(response.status, `http_${response.status}`, response.statusText, null);
  }
}

function headers(method: Method, body: unknown): Headers {
  const set = new Headers({ accept: "application/json" });
  if (body !== undefined && !(body instanceof FormData)) set.set("content-type", "application/json");
  if (method !== "GET" && guard.csrf) set.set("x-csrf-token", guard.csrf);
  return set;
}

async function send(method: Method, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const init: RequestInit = { method, headers: headers(method, body), credentials: "same-origin" };
  if (signal) init.signal = signal;
  if (body instanceof FormData) init.body = body;
  else if (body !== undefined) init.body = JSON.stringify(body);
  try {
    return await fetch(ROOT + path, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError(0, "unreachable", "The server cannot be reached.", null);
  }
}

async function call<Answer>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  const response = await send(method, path, body, signal);
  if (!response.ok) throw await problem(response);
  if (response.status === 204) return undefined as Answer;
  return (await response.json()) as Answer;
}

async function fetchFile(path: string, body: unknown): Promise<Blob> {
  const response = await send("POST", path, body);
  if (!response.ok) throw await problem(response);
  return await response.blob();
}

/** What the server sends by itself on a path; the browser opens it again when it breaks. */
export function openStream(path: string): EventSource {
  return new EventSource(ROOT + path);
}

/** The only way to the network: JSON in, JSON out, every refusal an `ApiError`. */
export const api = {
  get: <Answer>(path: string, signal?: AbortSignal) => call<Answer>("GET", path, undefined, signal),
  post: <Answer>(path: string, body?: unknown, signal?: AbortSignal) =>
    call<Answer>("POST", path, body ?? {}, signal),
  put: <Answer>(path: string, body: unknown) => call<Answer>("PUT", path, body),
  patch: <Answer>(path: string, body: unknown) => call<Answer>("PATCH", path, body),
  remove: <Answer>(path: string) => call<Answer>("DELETE", path),
  file: fetchFile,
  upload: <Answer>(path: string, form: FormData) => call<Answer>("POST", path, form),
};
