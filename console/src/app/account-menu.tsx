import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { sessionQuery, signOut } from "@/api/session";

/** Who is signed in, and the way out. */
export function AccountMenu({ icon }: { icon: ReactNode }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const user = useQuery(sessionQuery).data?.user;
  const leave = async () => {
    await signOut();
    client.clear();
    client.setQueryData(sessionQuery.queryKey, null);
  };
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          { key: "who", label: user?.email ?? "", disabled: true },
          { type: "divider" },
          { key: "leave", label: t("shell.signOut"), onClick: () => void leave() },
        ],
      }}
    >
      <Button type="text" icon={icon} aria-label={user?.email ?? ""}>
        {user?.name || user?.email}
      </Button>
    </Dropdown>
  );
}
