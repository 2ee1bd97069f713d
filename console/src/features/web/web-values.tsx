import { Table } from "antd";
import { useTranslation } from "react-i18next";
import type { WebQuery, WebResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";

type Value = WebResult["values"][number];
interface Props {
  query: WebQuery;
  values: Value[];
  /** Whether visible time is known of any visit. */
  measured: boolean;
}

/** The visits of every value of the dimension, and their share. */
export function WebValues({ query, values, measured }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const named = (each: Value) => (each.is_other ? t("common.other") : (each.value ?? t("common.unset")));
  return (
    <Table<Value>
      size="small"
      rowKey={(each) => `${each.is_other}${each.value ?? ""}`}
      dataSource={values}
      pagination={false}
      columns={[
        { key: "value", title: t("common.name"), ellipsis: true, render: (_, each) => named(each) },
        {
          key: "visits",
          title: t("analysis.web.visits"),
          align: "right",
          render: (_, each) => format.whole(each.visits),
        },
        {
          key: "share",
          title: t("analysis.share"),
          align: "right",
          render: (_, each) => format.percent(each.share),
        },
        {
          key: "uv",
          title: t("analysis.web.uv"),
          align: "right",
          render: (_, each) => (
            <PeopleNumber
              value={each.uv}
              behind={{
                title: named(each),
                source: {
                  kind: "query",
                  query,
                  who: each.is_other ? { is_other: true } : { value: each.value },
                },
              }}
            />
          ),
        },
        {
          key: "pv",
          title: t("analysis.web.pv"),
          align: "right",
          render: (_, each) => format.whole(each.pv),
        },
        {
          key: "bounce",
          title: t("analysis.web.bounce_rate"),
          align: "right",
          render: (_, each) => format.percent(each.bounce_rate),
        },
        {
          key: "median",
          title: t("analysis.web.median_visit_seconds"),
          align: "right",
          render: (_, each) => format.duration(each.median_visit_seconds),
        },
        ...(measured
          ? [
              {
                key: "visible",
                title: t("analysis.web.visible"),
                align: "right" as const,
                render: (_: unknown, each: Value) => format.duration(each.visible_seconds),
              },
            ]
          : []),
      ]}
    />
  );
}
