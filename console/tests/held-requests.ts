import { act, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, vi } from "vitest";

/** A request that waits until a test answers it, as a long question does. */
interface Held<Body> {
  body: Body;
  signal: AbortSignal;
  answer: (content: object) => void;
}

/** The requests of each test, which stay open; `reach` waits for so many, `give` answers one. */
export function holdRequests<Body>() {
  const sent: Held<Body>[] = [];
  beforeEach(() => {
    sent.length = 0;
    vi.stubGlobal(
      "fetch",
      (_: string, { body, signal }: { body: string; signal: AbortSignal }) =>
        new Promise((resolve, reject) => {
          signal.addEventListener("abort", () => reject(new DOMException("left", "AbortError")));
          const answer = (content: object) => resolve(new Response(JSON.stringify(content)));
          sent.push({ body: JSON.parse(body), signal, answer });
        }),
    );
  });
  afterEach(() => vi.unstubAllGlobals());
  return {
    sent,
    reach: (count: number) => waitFor(() => expect(sent.length).toBe(count)),
    give: (index: number, content: object) => act(async () => sent[index]?.answer(content)),
  };
}
