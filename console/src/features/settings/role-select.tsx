import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { changeUser, type Member } from "@/api/settings";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { useFailure } from "@/ui/use-failure";
import { ROLES } from "./roles";

/** The member's role; owners change it in place. */
export function RoleSelect({ member }: { member: Member }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const may = useMay();
  const fail = useFailure();
  const changing = useMutation({
    mutationFn: (role: Member["role"]) => changeUser(project, member.user_id, role),
    onSettled: () => client.invalidateQueries({ queryKey: [project, "users"] }),
    onError: fail,
  });
  if (!may("owner")) return <>{t(`settings.users.roles.${member.role}`)}</>;
  return (
    <Select
      style={{ width: 150 }}
      aria-label={`${t("common.role")}: ${member.email}`}
      value={member.role}
      loading={changing.isPending}
      options={ROLES.map((role) => ({ value: role, label: t(`settings.users.roles.${role}`) }))}
      onChange={(role: Member["role"]) => changing.mutate(role)}
    />
  );
}
