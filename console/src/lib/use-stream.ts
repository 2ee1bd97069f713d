import { useEffect, useRef, useState } from "react";
import { openStream } from "@/api/client";

/** The server says every 15 seconds that it is there; whom nothing reaches for longer is told nothing. */
const QUIET_MS = 40_000;

/**
 * Calls `renew` whenever the server says on a stream that there is something new; the browser opens one that broke
 * again by itself, where it left off.
 *
 * @param renew Brings what is new; while it does, further news wait, and the last of them are brought after it.
 * @param rest Milliseconds between two of them.
 * @returns Whether the stream is heard; while it is not, the page has to ask.
 */
export function useStream(path: string, renew: () => Promise<unknown>, rest = 0): boolean {
  const [heard, setHeard] = useState(false);
  const renewing = useRef(renew);
  renewing.current = renew;
  useEffect(() => {
    const bring = inTurn(() => renewing.current(), rest);
    let stream: EventSource | null = null;
    let quiet: ReturnType<typeof setTimeout> | undefined;
    const miss = () => {
      clearTimeout(quiet);
      setHeard(false);
    };
    const hear = () => {
      clearTimeout(quiet);
      quiet = setTimeout(miss, QUIET_MS);
      setHeard(true);
    };
    const leave = () => {
      stream?.close();
      stream = null;
      miss();
    };
    // A browser has few connections to a server: a page nobody looks at gives its own back.
    const follow = () => {
      if (document.hidden) return leave();
      if (stream) return;
      stream = openStream(path);
      stream.addEventListener("here", hear);
      stream.addEventListener("changed", () => {
        hear();
        bring();
      });
      stream.onerror = miss;
    };
    const back = () => {
      const was = stream;
      follow();
      if (!was && stream) bring();
    };
    follow();
    document.addEventListener("visibilitychange", back);
    return () => {
      document.removeEventListener("visibilitychange", back);
      leave();
    };
  }, [path, rest]);
  return heard;
}

/** One at a time, the next after a rest; what is wanted meanwhile is done once more afterwards. */
function inTurn(run: () => Promise<unknown>, rest: number): () => void {
  let busy = false;
  let again = false;
  const begin = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    do {
      again = false;
      await run().catch(() => null);
      if (rest > 0) await new Promise((done) => setTimeout(done, rest));
    } while (again);
    busy = false;
  };
  return () => void begin();
}
