import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { refreshSegment } from "@/api/segments";
import { useProject } from "@/lib/project-context";
import { useFailure } from "@/ui/use-failure";

/** Computes the members anew. */
export function RefreshSegment({ id }: { id: string }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  const fail = useFailure();
  const refreshing = useMutation({
    mutationFn: () => refreshSegment(project, id),
    onSuccess: async () => {
      void message.success(t("segment.refreshed"));
      await client.invalidateQueries({ queryKey: [project] });
    },
    onError: fail,
  });
  return (
    <Button loading={refreshing.isPending} onClick={() => refreshing.mutate()}>
      {t("segment.refresh")}
    </Button>
  );
}
