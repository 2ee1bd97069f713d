import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App } from "antd";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";

interface Saving<Draft, Made> {
  list: "tags" | "scores";
  create: (project: string, draft: Draft) => Promise<Made>;
  /** What is said when it is there. */
  said: (made: Made) => string;
  idOf: (made: Made) => string;
}

/** Saves a new tag or score and goes to its page. */
export function useLabelSaving<Draft, Made>({ list, create, said, idOf }: Saving<Draft, Made>) {
  const { project } = useProject();
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (draft: Draft) => create(project, draft),
    onSuccess: async (made) => {
      void message.success(said(made));
      await client.invalidateQueries({ queryKey: [project, list] });
      await navigate({ to: path(`${list}/${idOf(made)}`) });
    },
  });
}
