import { Table, Tag, Tooltip, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { type ChannelCode, cameBy } from "@/api/channel-codes";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { CodeActs } from "./code-acts";
import { QrButton } from "./qr-button";

interface Props {
  codes: ChannelCode[];
  edit: (code: ChannelCode) => void;
}

/** Codes as rows: where they lead, how often, and who came. */
export function CodeTable({ codes, edit }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  return (
    <Table<ChannelCode>
      size="middle"
      rowKey="code_id"
      dataSource={codes}
      pagination={false}
      scroll={{ x: "max-content" }}
      columns={[
        {
          key: "name",
          title: t("common.name"),
          render: (_, code) => (
            <div className="code-where">
              {code.name}
              <div className="note">
                <Typography.Text copyable={{ text: code.url }} className="note">
                  {code.url}
                </Typography.Text>
              </div>
              <div className="note">
                {t("code.leadsTo")}: {code.leads_to}
              </div>
            </div>
          ),
        },
        {
          key: "state",
          title: t("common.status"),
          render: (_, code) => (
            <Tag color={code.state === "open" ? "success" : "default"}>{t(`code.state.${code.state}`)}</Tag>
          ),
        },
        {
          key: "scans",
          title: t("code.scans"),
          align: "right",
          render: (_, { counts }) => (
            <Tooltip title={t("code.scansHint", { bots: counts.bots, lost: counts.not_recorded })}>
              {format.whole(counts.scans)}
            </Tooltip>
          ),
        },
        {
          key: "people",
          title: t("code.people"),
          align: "right",
          render: (_, code) => (
            <PeopleNumber
              value={code.counts.people}
              behind={
                code.counts.people > 0
                  ? { title: code.name, source: { kind: "condition", condition: cameBy(code) } }
                  : null
              }
            />
          ),
        },
        { key: "last", title: t("code.last"), render: (_, code) => format.instant(code.counts.last_at) },
        { key: "qr", title: t("code.show"), render: (_, code) => <QrButton code={code} /> },
        ...(may("operator")
          ? [
              {
                key: "acts",
                title: <span className="visually-hidden">{t("common.actions")}</span>,
                render: (_: unknown, code: ChannelCode) => <CodeActs code={code} edit={() => edit(code)} />,
              },
            ]
          : []),
      ]}
    />
  );
}
