import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { followPerson } from "@/api/person";
import { useProject } from "@/lib/project-context";

/** Keeps a person's page up to date while it is looked at; true while the server's stream is open. */
export function usePersonStream(person: string): boolean {
  const { project } = useProject();
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  useEffect(() => {
    let stop: (() => void) | null = null;
    const renew = () => {
      for (const what of ["person", "timeline"]) {
        void client.invalidateQueries({ queryKey: [project, what, person] });
      }
      void client.invalidateQueries({ queryKey: [project, "points", Number(person)] });
    };
    // A browser has few connections to a server: a page nobody looks at gives its own back.
    const follow = () => {
      if (document.hidden) {
        stop?.();
        stop = null;
        setLive(false);
      } else if (stop === null) {
        stop = followPerson(project, person, renew, setLive);
      }
    };
    const back = () => {
      const was = stop;
      follow();
      if (was === null && !document.hidden) renew();
    };
    follow();
    document.addEventListener("visibilitychange", back);
    return () => {
      document.removeEventListener("visibilitychange", back);
      stop?.();
    };
  }, [client, project, person]);
  return live;
}
