import { useQueryClient } from "@tanstack/react-query";
import { streamOf } from "@/api/person";
import { useProject } from "@/lib/project-context";
import { useStream } from "@/lib/use-stream";

/** Keeps a person's page up to date while it is looked at; true while the server's stream is heard. */
export function usePersonStream(person: string): boolean {
  const { project } = useProject();
  const client = useQueryClient();
  return useStream(streamOf(project, person), () =>
    Promise.all([
      ...["person", "timeline"].map((what) =>
        client.invalidateQueries({ queryKey: [project, what, person] }),
      ),
      client.invalidateQueries({ queryKey: [project, "points", Number(person)] }),
    ]),
  );
}
