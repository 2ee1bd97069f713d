import { Alert, Button, Table } from "antd";
import { useTranslation } from "react-i18next";
import type { EarningRule } from "@/api/earning";
import { inLanguage } from "@/api/said";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { EnableRule } from "./enable-rule";
import { RemoveRule } from "./remove-rule";

interface Props {
  rules: EarningRule[];
  edit: (rule: EarningRule) => void;
}

/** Rules as rows: the sentence, what it granted, whether it is on. */
export function EarningTable({ rules, edit }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  return (
    <Table<EarningRule>
      size="middle"
      rowKey="rule_id"
      dataSource={rules}
      pagination={false}
      columns={[
        {
          key: "name",
          title: t("common.name"),
          render: (_, rule) => (
            <div>
              {rule.name}
              <div className="note">{inLanguage(rule.sentence, format.language)}</div>
              {rule.trouble ? (
                <Alert type="warning" showIcon title={`${t("member.rules.trouble")} ${rule.trouble}`} />
              ) : null}
            </div>
          ),
        },
        {
          key: "granted",
          title: t("member.rules.granted"),
          align: "right",
          render: (_, rule) => format.whole(rule.points_granted),
        },
        {
          key: "times",
          title: t("member.rules.times"),
          align: "right",
          render: (_, rule) => format.whole(rule.times_granted),
        },
        {
          key: "enabled",
          title: t("member.rules.enabled"),
          width: 90,
          render: (_, rule) => <EnableRule rule={rule} />,
        },
        ...(may("operator")
          ? [
              {
                key: "acts",
                width: 150,
                title: <span className="visually-hidden">{t("common.actions")}</span>,
                render: (_: unknown, rule: EarningRule) => (
                  <span className="row">
                    <Button size="small" onClick={() => edit(rule)}>
                      {t("common.edit")}
                    </Button>
                    <RemoveRule rule={rule} />
                  </span>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
