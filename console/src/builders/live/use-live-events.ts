import { useEffect, useState } from "react";
import { type LiveFilter, readLive, type StreamedEvent } from "@/api/quality";
import { useProject } from "@/lib/project-context";

const KEPT = 300;
const REST_MS = 3000;

interface Live {
  events: StreamedEvent[];
  error: unknown;
  /** The first answer is there. */
  ready: boolean;
}
const NOTHING: Live = { events: [], error: null, ready: false };

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** Events as they arrive, the newest first; asks again as soon as an answer is there. */
export function useLiveEvents(filter: LiveFilter, on: boolean): Live {
  const { project } = useProject();
  const [live, setLive] = useState(NOTHING);
  const asked = JSON.stringify(filter);
  useEffect(() => {
    if (!on) return;
    const stop = new AbortController();
    const follow = async () => {
      let after: string | null = null;
      while (!stop.signal.aborted) {
        try {
          const answer = await readLive(project, JSON.parse(asked) as LiveFilter, after, stop.signal);
          const isFirst = after === null;
          after = answer.next;
          setLive((before) => ({
            events: (isFirst ? answer.events : [...answer.events, ...before.events]).slice(0, KEPT),
            error: null,
            ready: true,
          }));
        } catch (error) {
          if (stop.signal.aborted) return;
          setLive((before) => ({ ...before, error, ready: true }));
          await pause(REST_MS);
        }
      }
    };
    void follow();
    return () => stop.abort();
  }, [project, asked, on]);
  return live;
}
