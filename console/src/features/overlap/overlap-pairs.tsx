import { Table } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SegmentsOverlapResult, Who } from "@/api/query-types";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

type Pair = SegmentsOverlapResult["pairs"][number];
interface Props {
  pairs: Pair[];
  people: (value: number, who: Who, title: string, was?: number | null) => ReactNode;
}

/** Every two segments: who is in both, and how much of each that is. */
export function OverlapPairs({ pairs, people }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = (name: "share_of_one" | "share_of_other" | "jaccard") => ({
    key: name,
    title: t(`analysis.overlap.${name}`),
    align: "right" as const,
    render: (_: unknown, pair: Pair) => format.percent(pair[name]),
  });
  return (
    <Panel title={t("analysis.overlap.pairs")} className="scroll">
      <Table<Pair>
        size="small"
        rowKey={(pair) => `${pair.one} · ${pair.other}`}
        dataSource={pairs}
        pagination={false}
        columns={[
          { key: "one", title: t("analysis.overlap.one"), dataIndex: "one" },
          { key: "other", title: t("analysis.overlap.other"), dataIndex: "other" },
          {
            key: "people",
            title: t("analysis.overlap.both"),
            align: "right",
            render: (_, pair) =>
              people(
                pair.people,
                { all: [pair.one, pair.other] },
                `${pair.one} ∩ ${pair.other}`,
                pair.previous,
              ),
          },
          share("share_of_one"),
          share("share_of_other"),
          share("jaccard"),
        ]}
      />
    </Panel>
  );
}
