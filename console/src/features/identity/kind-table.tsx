import { Button, Table, Tag, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { IdentityKind } from "@/api/identities";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";

interface Props {
  kinds: IdentityKind[];
  edit: (kind: IdentityKind) => void;
}

/** The kinds as rows, the weightiest first. */
export function KindTable({ kinds, edit }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const hinted = (title: string, hint: string) => <Tooltip title={hint}>{title}</Tooltip>;
  return (
    <Table<IdentityKind>
      size="middle"
      rowKey="kind"
      dataSource={kinds}
      pagination={false}
      columns={[
        { dataIndex: "kind", title: t("identity.kinds.kind") },
        {
          dataIndex: "priority",
          align: "right",
          title: hinted(t("identity.kinds.priority"), t("identity.kinds.priorityHint")),
        },
        {
          key: "rules",
          title: hinted(t("identity.kinds.unique"), t("identity.kinds.uniqueHint")),
          render: (_, kind) =>
            kind.unique ? <Tag color="success">{t("identity.kinds.unique")}</Tag> : <span>–</span>,
        },
        {
          key: "limit",
          align: "right",
          title: hinted(t("identity.kinds.limit"), t("identity.kinds.limitHint")),
          render: (_, kind) => (kind.unique ? 1 : (kind.limit ?? t("identity.kinds.noLimit"))),
        },
        {
          key: "sharable",
          title: hinted(t("identity.kinds.sharable"), t("identity.kinds.sharableHint")),
          render: (_, kind) =>
            kind.sharable ? t("identity.kinds.sharedBy", { n: kind.shared_from }) : t("common.no"),
        },
        {
          key: "blocked",
          align: "right",
          title: t("identity.kinds.blocked"),
          render: (_, kind) => format.whole(kind.blocked.length),
        },
        {
          key: "identities",
          align: "right",
          title: t("identity.kinds.identities"),
          render: (_, kind) => format.whole(kind.identities),
        },
        ...(may("owner")
          ? [
              {
                key: "acts",
                title: <span className="visually-hidden">{t("common.actions")}</span>,
                render: (_: unknown, kind: IdentityKind) => (
                  <Button
                    size="small"
                    aria-label={t("identity.kinds.edit", { name: kind.kind })}
                    onClick={() => edit(kind)}
                  >
                    {t("common.edit")}
                  </Button>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
