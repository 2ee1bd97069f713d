import { UndoOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useProject } from "@/lib/project-context";
import { useFailure } from "@/ui/use-failure";

/** How a change is taken back. */
export interface Undo {
  /** Whose change. */
  of: string;
  run: () => Promise<unknown>;
}

/** Takes back the last change made on this page. */
export function UndoButton({ undos, undone }: { undos: Undo[]; undone: (undo: Undo) => void }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const fail = useFailure();
  const last = undos.at(-1);
  const undoing = useMutation({
    mutationFn: (undo: Undo) => undo.run(),
    onSuccess: () => client.invalidateQueries({ queryKey: [project, "metrics"] }),
    onError: fail,
    onSettled: (_result, _problem, undo) => undone(undo),
  });
  if (!last) return null;
  return (
    <Button
      size="small"
      icon={<UndoOutlined />}
      loading={undoing.isPending}
      onClick={() => undoing.mutate(last)}
    >
      {t("metric.undo", { name: last.of })}
    </Button>
  );
}
