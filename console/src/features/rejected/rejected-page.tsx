import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type RejectedFilter, rejectedEventsQuery } from "@/api/quality";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { MoreRows } from "@/ui/more-rows";
import { Page } from "@/ui/page";
import { RejectedDrawer } from "./rejected-drawer";
import { RejectedFilters } from "./rejected-filters";
import { RejectedTable } from "./rejected-table";
import { Replay } from "./replay";
import { useRejectedFilter } from "./use-rejected-filter";

/** Events that were not stored: found, read, and taken again after a fix. */
export function RejectedPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [filter, change] = useRejectedFilter();
  return (
    <Page title={t("watch.rejected.title")} about={t("watch.rejected.about")}>
      {may("operator") ? (
        <>
          <RejectedFilters filter={filter} change={change} />
          <Found key={JSON.stringify(filter)} filter={filter} />
        </>
      ) : (
        <FirstStep title={t("watch.rejected.title")}>{t("watch.live.denied")}</FirstStep>
      )}
    </Page>
  );
}

function Found({ filter }: { filter: RejectedFilter }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const [chosen, setChosen] = useState<string[]>([]);
  const [opened, setOpened] = useState<string | null>(null);
  const asked = useInfiniteQuery(rejectedEventsQuery(project, filter));
  const pages = asked.data?.pages;
  const data = pages ? { total: pages[0]?.total ?? 0, rows: pages.flatMap((page) => page.rows) } : undefined;
  return (
    <Loaded asked={{ ...asked, data }} rows={8}>
      {({ total, rows }) =>
        rows.length === 0 ? (
          <FirstStep title={t("watch.rejected.none")}>{t("watch.rejected.noneHint")}</FirstStep>
        ) : (
          <div className="stack">
            <div className="row">
              <strong data-testid="rejected-total">
                {t("watch.rejected.total", { n: format.whole(total) })}
              </strong>
              <span style={{ flex: 1 }} />
              <Replay filter={filter} ids={chosen} total={total} />
            </div>
            <RejectedTable rows={rows} chosen={chosen} choose={setChosen} open={setOpened} />
            <MoreRows asked={asked} />
            {opened ? <RejectedDrawer id={opened} close={() => setOpened(null)} /> : null}
          </div>
        )
      }
    </Loaded>
  );
}
