import { DeleteOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "@/api/session";
import { type Member, removeUser } from "@/api/settings";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";

/** Takes someone out of the project; nobody removes themselves. */
export function RemoveUser({ member }: { member: Member }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const may = useMay();
  const own = useQuery(sessionQuery).data?.user.email === member.email;
  const { message } = App.useApp();
  const removing = useMutation({
    mutationFn: () => removeUser(project, member.user_id),
    onSuccess: async () => {
      void message.success(t("settings.users.removed"));
      await client.invalidateQueries({ queryKey: [project, "users"] });
    },
    onError: (problem) => void message.error(problem.message),
  });
  if (!may("owner") || own) return null;
  return (
    <Popconfirm title={t("common.confirmRemove", { name: member.email })} onConfirm={() => removing.mutate()}>
      <Button
        size="small"
        type="text"
        danger
        icon={<DeleteOutlined />}
        aria-label={`${t("common.remove")} ${member.email}`}
      />
    </Popconfirm>
  );
}
