import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { overviewQuery } from "@/api/overview";
import { useProject } from "@/lib/project-context";
import { useAddressState } from "@/lib/use-address-state";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Choice } from "@/ui/choice";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { DataNote } from "./data-note";
import { OverviewCharts } from "./overview-charts";
import { OverviewStats } from "./overview-stats";

const RANGES = ["7d", "30d", "90d"];

/** How the project stands: people, activity, revenue and stages on one screen. */
export function OverviewPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const path = usePath();
  const [last, setLast] = useAddressState("last", "30d");
  const overview = useQuery({ ...overviewQuery(project, last), placeholderData: keepPreviousData });
  const range = overview.data?.range;
  const tools = (
    <Choice
      label={t("question.range")}
      value={last}
      onChange={setLast}
      of={RANGES}
      say={(value) => t("overview.range", { n: Number.parseInt(value, 10) })}
    />
  );
  const about = range ? `${t("overview.rangeIs", range)} · ${range.zone}` : null;
  return (
    <Page title={t("overview.title")} about={about} tools={tools}>
      <Loaded asked={overview} rows={10}>
        {(answer) =>
          answer.people === 0 ? (
            <FirstStep
              title={t("overview.empty")}
              action={
                <Link to={path("imports")}>
                  <Button type="primary">{t("overview.importFile")}</Button>
                </Link>
              }
            >
              {t("overview.emptyHint")}
            </FirstStep>
          ) : (
            <div className="stack">
              {answer.note ? <DataNote note={answer.note} /> : null}
              <OverviewStats overview={answer} />
              <OverviewCharts overview={answer} />
              <div className="note">
                {t("overview.dataTo", { day: answer.last_event_on ?? "–" })} ·{" "}
                {t("common.zone", { zone: format.zone })}
              </div>
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
