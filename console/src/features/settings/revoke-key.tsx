import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { type Key, revokeKey } from "@/api/settings";
import { useProject } from "@/lib/project-context";
import { useFailure } from "@/ui/use-failure";

/** Makes a key useless. */
export function RevokeKey({ apiKey }: { apiKey: Key }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const fail = useFailure();
  const revoking = useMutation({
    mutationFn: () => revokeKey(project, apiKey.key_id),
    onSuccess: () => client.invalidateQueries({ queryKey: [project, "keys"] }),
    onError: fail,
  });
  return (
    <Popconfirm title={t("settings.keys.revokeHint")} onConfirm={() => revoking.mutate()}>
      <Button size="small" danger>
        {t("settings.keys.revoke")}
      </Button>
    </Popconfirm>
  );
}
