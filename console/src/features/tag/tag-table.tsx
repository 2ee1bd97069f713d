import { Link } from "@tanstack/react-router";
import { Table, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { inLanguage } from "@/api/said";
import type { TagKind, TagLine } from "@/api/tags";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { behindTag, coverage } from "./tag-names";

const VALUES_SHOWN = 3;

const KINDS = ["rule", "statistic", "preference", "import", "manual"] as const;

interface Props {
  tags: TagLine[];
  kind: TagKind | null;
  chooseKind: (kind: TagKind | null) => void;
}

/** Tags as rows: what they are called, where their values come from, how many people have one. */
export function TagTable({ tags, kind, chooseKind }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  const said = (tag: TagLine) => inLanguage(tag.label, format.language);
  return (
    <Table<TagLine>
      size="middle"
      rowKey="tag_id"
      dataSource={tags}
      pagination={false}
      onChange={(_, filters) => chooseKind((filters["kind"]?.[0] as TagKind | undefined) ?? null)}
      columns={[
        {
          key: "name",
          title: t("common.name"),
          render: (_, tag) => (
            <div>
              <Link to={path(`tags/${tag.tag_id}`)}>{said(tag)}</Link>
              <div className="note">{tag.name}</div>
            </div>
          ),
        },
        {
          key: "kind",
          title: t("tag.kind"),
          width: 150,
          filterMultiple: false,
          filteredValue: kind ? [kind] : null,
          filters: KINDS.map((each) => ({ text: t(`tag.kinds.${each}`), value: each })),
          render: (_, tag) => (
            <>
              <Tag>{t(`tag.kinds.${tag.kind}`, { defaultValue: tag.kind })}</Tag>
              <div className="note">
                {t(`tag.families.${tag.family}`)} · {t(`tag.schedules.${tag.schedule}`)}
              </div>
            </>
          ),
        },
        {
          key: "values",
          title: t("tag.values"),
          render: (_, tag) => (
            <span className="soft">
              {tag.spread.sizes
                .slice(0, VALUES_SHOWN)
                .map((size) => inLanguage(size.label, format.language))
                .join(" · ") || "–"}
              {tag.spread.sizes.length > VALUES_SHOWN ? ` +${tag.spread.sizes.length - VALUES_SHOWN}` : ""}
            </span>
          ),
        },
        {
          key: "people",
          title: t("tag.people"),
          align: "right",
          width: 130,
          render: (_, tag) => <PeopleNumber value={tag.spread.covered} behind={behindTag(tag, said(tag))} />,
        },
        {
          key: "coverage",
          title: t("tag.coverage"),
          align: "right",
          width: 100,
          render: (_, tag) => (
            <span title={`${t("tag.refreshedAt")} ${format.instant(tag.refreshed_at)}`}>
              {format.percent(coverage(tag.spread))}
            </span>
          ),
        },
      ]}
    />
  );
}
