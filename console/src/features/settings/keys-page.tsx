import { useQuery } from "@tanstack/react-query";
import { Table, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { type Key, keysQuery } from "@/api/settings";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { NewKey } from "./new-key";
import { RevokeKey } from "./revoke-key";

/** Keys of programs. */
export function KeysPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const may = useMay();
  const keys = useQuery(keysQuery(project));
  const create = may("owner") ? <NewKey /> : null;
  return (
    <Page title={t("settings.keys.title")} about={t("settings.keys.about")} tools={create}>
      <Loaded asked={keys}>
        {(all) =>
          all.length === 0 ? (
            <FirstStep title={t("settings.keys.none")}>{t("settings.keys.noneHint")}</FirstStep>
          ) : (
            <Table<Key>
              size="middle"
              rowKey="key_id"
              dataSource={all}
              pagination={false}
              columns={[
                { dataIndex: "name", title: t("common.name") },
                {
                  key: "kind",
                  title: t("settings.keys.kind"),
                  render: (_, key) => t(`settings.keys.kinds.${key.kind}`),
                },
                {
                  key: "role",
                  title: t("common.role"),
                  render: (_, key) => (key.role ? t(`settings.users.roles.${key.role}`) : "–"),
                },
                {
                  key: "prefix",
                  title: t("settings.keys.prefix"),
                  render: (_, key) => <code>{key.prefix}…</code>,
                },
                {
                  key: "used",
                  title: t("settings.keys.lastUsed"),
                  render: (_, key) => format.instant(key.last_used_at),
                },
                {
                  key: "state",
                  title: t("settings.keys.state"),
                  render: (_, key) =>
                    key.revoked_at ? (
                      <Tag>{t("settings.keys.revoked")}</Tag>
                    ) : (
                      <Tag color="success">{t("settings.keys.active")}</Tag>
                    ),
                },
                {
                  key: "revoke",
                  title: <span className="visually-hidden">{t("common.actions")}</span>,
                  render: (_, key) => (key.revoked_at || !may("owner") ? null : <RevokeKey apiKey={key} />),
                },
              ]}
            />
          )
        }
      </Loaded>
    </Page>
  );
}
