import { useQuery } from "@tanstack/react-query";
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import { type Member, usersQuery } from "@/api/settings";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { AddUser } from "./add-user";
import { RemoveUser } from "./remove-user";
import { RoleSelect } from "./role-select";

/** Who may enter, and as what. */
export function UsersPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const may = useMay();
  const users = useQuery(usersQuery(project));
  return (
    <Page
      title={t("settings.users.title")}
      about={t("settings.users.about")}
      tools={may("owner") ? <AddUser /> : null}
    >
      <Loaded asked={users}>
        {(all) => (
          <Table<Member>
            size="middle"
            rowKey="user_id"
            dataSource={all}
            pagination={false}
            columns={[
              { dataIndex: "email", title: t("settings.users.email") },
              { dataIndex: "name", title: t("settings.users.name") },
              {
                key: "role",
                title: t("common.role"),
                width: 180,
                render: (_, member) => <RoleSelect member={member} />,
              },
              {
                key: "seen",
                title: t("settings.users.lastSeen"),
                width: 170,
                render: (_, member) => format.instant(member.last_seen_at),
              },
              {
                key: "remove",
                width: 70,
                title: <span className="visually-hidden">{t("common.actions")}</span>,
                render: (_, member) => <RemoveUser member={member} />,
              },
            ]}
          />
        )}
      </Loaded>
    </Page>
  );
}
