import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { cancelImport } from "@/api/imports";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { useFailure } from "@/ui/use-failure";

/** Stops an import; what came in stays. */
export function CancelImport({ id }: { id: string }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const may = useMay();
  const fail = useFailure();
  const stopping = useMutation({
    mutationFn: () => cancelImport(project, id),
    onSuccess: () => client.invalidateQueries({ queryKey: [project, "imports"] }),
    onError: fail,
  });
  if (!may("operator")) return null;
  return (
    <Popconfirm title={t("data.imports.cancelHint")} onConfirm={() => stopping.mutate()}>
      <Button danger loading={stopping.isPending}>
        {t("data.imports.cancel")}
      </Button>
    </Popconfirm>
  );
}
