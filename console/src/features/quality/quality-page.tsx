import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { type Quality, type QualityBy, qualityQuery } from "@/api/quality";
import { useProject } from "@/lib/project-context";
import { useAddressState } from "@/lib/use-address-state";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Choice } from "@/ui/choice";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Notices } from "./notices";
import { QualityChart } from "./quality-chart";
import { QualityStats } from "./quality-stats";
import { QualityTable } from "./quality-table";

const RANGES = ["1d", "7d", "30d"] as const;
const BY = ["source", "key", "event", "reason"] as const;

/** What became of what came in, by hour and group; the rejected are a click away. */
export function QualityPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const [last, setLast] = useAddressState<(typeof RANGES)[number]>("last", "7d");
  const [by, setBy] = useAddressState<QualityBy>("by", "source");
  const [only, setOnly] = useAddressState<string | null>("only", null);
  const quality = useQuery({ ...qualityQuery(project, last, by), placeholderData: keepPreviousData });
  const tools = (
    <>
      <Choice
        label={t("question.by")}
        value={by}
        of={BY}
        say={(value) => t(`watch.quality.by.${value}`)}
        onChange={(next) => setBy(next)}
      />
      <Choice
        label={t("question.range")}
        value={last}
        of={RANGES}
        say={(value) => t(`watch.quality.range.${value}`)}
        onChange={setLast}
      />
    </>
  );
  return (
    <Page title={t("watch.quality.title")} about={t("watch.quality.about")} tools={tools}>
      <Loaded asked={quality} rows={10}>
        {(answer) => {
          const group = answer.by === by && answer.totals.some((each) => each.group === only) ? only : null;
          return answer.totals.length === 0 ? (
            <FirstStep
              title={t("watch.quality.none")}
              action={
                <Link to={path("sources")}>
                  <Button type="primary">{t("attribute.connect")}</Button>
                </Link>
              }
            >
              {t("watch.quality.noneHint")}
            </FirstStep>
          ) : (
            <div className="stack">
              <Alerts quality={answer} />
              <QualityStats quality={answer} />
              <QualityChart quality={answer} daily={last === "30d"} group={group} />
              <QualityTable
                quality={answer}
                chosen={group}
                choose={(next) => setOnly(next === group ? null : next)}
              />
              <Notices quality={answer} />
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}

function Alerts({ quality }: { quality: Quality }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  return quality.alerts.map((each) => (
    <Alert
      key={each.source}
      type="error"
      showIcon
      title={t("watch.quality.alert", {
        source: each.source,
        rejected: format.whole(each.rejected),
        received: format.whole(each.received),
        percent: format.percent(each.rejected_percent / 100),
        most: format.percent(each.rejected_percent_max / 100),
      })}
      action={
        <Link to={path("rejected")} search={{ source: each.source } as never}>
          {t("watch.quality.alertSee")}
        </Link>
      }
    />
  ));
}
