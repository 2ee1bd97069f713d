import { useQuery } from "@tanstack/react-query";
import { destinationKindsQuery } from "@/api/destinations";
import { useSaid } from "@/builders/condition/use-kinds";
import { useProject } from "@/lib/project-context";

/** The kinds of destination that the server has; none until they are known. */
export function useDestinationKinds() {
  const { project } = useProject();
  const say = useSaid();
  const all = useQuery(destinationKindsQuery(project)).data ?? [];
  const find = (kind: string) => all.find((each) => each.kind === kind);
  return {
    all,
    name: (kind: string) => {
      const found = find(kind);
      return found ? say(found.label) : kind;
    },
    asksOf: (kind: string) => find(kind)?.asks ?? [],
  };
}
