import { Table } from "antd";
import { useTranslation } from "react-i18next";
import type { WebQuery, WebResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

type Search = WebResult["searches"][number];
interface Props {
  query: WebQuery;
  searches: Search[];
}

/** What people searched on the site, and who. */
export function WebSearches({ query, searches }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const named = (each: Search) => (each.is_other ? t("common.other") : (each.word ?? ""));
  return (
    <Panel title={t("analysis.web.searches")} note={t("analysis.web.hint.searches")}>
      {searches.length === 0 ? (
        <p className="soft">{t("analysis.web.noSearches")}</p>
      ) : (
        <Table<Search>
          size="small"
          rowKey={(each) => `${each.is_other}${each.word ?? ""}`}
          dataSource={searches}
          pagination={false}
          columns={[
            {
              key: "word",
              title: t("analysis.web.word"),
              ellipsis: true,
              render: (_, each) => named(each),
            },
            {
              key: "searches",
              title: t("analysis.web.searched"),
              align: "right",
              render: (_, each) => format.whole(each.searches),
            },
            {
              key: "share",
              title: t("analysis.share"),
              align: "right",
              render: (_, each) => format.percent(each.share),
            },
            {
              key: "people",
              title: t("analysis.people"),
              align: "right",
              render: (_, each) => (
                <PeopleNumber
                  value={each.people}
                  behind={{
                    title: named(each),
                    source: {
                      kind: "query",
                      query,
                      who: each.is_other ? { word: null, is_other: true } : { word: each.word },
                    },
                  }}
                />
              ),
            },
          ]}
        />
      )}
    </Panel>
  );
}
