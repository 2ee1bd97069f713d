import { EyeInvisibleOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Table, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { AttributeLine } from "@/api/attributes";
import { inLanguage } from "@/api/said";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { behindAttribute, coverage } from "./attribute-names";

/** Attributes as rows: what they are called, their type, how many people have one. */
export function AttributeTable({ attributes }: { attributes: AttributeLine[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  const said = (attribute: AttributeLine) => inLanguage(attribute.label, format.language);
  return (
    <Table<AttributeLine>
      size="middle"
      rowKey="name"
      dataSource={attributes}
      pagination={attributes.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
      locale={{ emptyText: t("attribute.noMatch") }}
      columns={[
        {
          key: "name",
          title: t("common.name"),
          render: (_, attribute) => (
            <div>
              <Link to={path(`attributes/${encodeURIComponent(attribute.name)}`)}>{said(attribute)}</Link>
              {attribute.is_sensitive ? (
                <Tooltip title={t("attribute.sensitiveHint")}>
                  <EyeInvisibleOutlined
                    className="note"
                    style={{ marginInlineStart: 8 }}
                    role="img"
                    aria-label={t("attribute.sensitive")}
                  />
                </Tooltip>
              ) : null}
              {said(attribute) === attribute.name ? null : <div className="note">{attribute.name}</div>}
            </div>
          ),
        },
        {
          key: "type",
          title: t("attribute.type"),
          width: 120,
          filters: (["text", "number", "boolean", "time", "list"] as const).map((value) => ({
            value,
            text: t(`attribute.types.${value}`),
          })),
          onFilter: (value, attribute) => attribute.type === value,
          render: (_, attribute) => (
            <>
              {t(`attribute.types.${attribute.type}`)}
              <div className="note">{t(`tag.families.${attribute.family}`)}</div>
            </>
          ),
        },
        {
          key: "newest",
          title: t("attribute.newest"),
          width: 150,
          sorter: (a, b) => (a.newest_at ?? "").localeCompare(b.newest_at ?? ""),
          render: (_, attribute) => <span className="soft">{format.instant(attribute.newest_at)}</span>,
        },
        {
          key: "people",
          title: t("tag.people"),
          align: "right",
          width: 130,
          sorter: (a, b) => a.people - b.people,
          render: (_, attribute) => (
            <PeopleNumber
              value={attribute.people}
              behind={behindAttribute(attribute.name, said(attribute))}
            />
          ),
        },
        {
          key: "coverage",
          title: t("tag.coverage"),
          align: "right",
          width: 100,
          render: (_, attribute) => format.percent(coverage(attribute)),
        },
      ]}
    />
  );
}
