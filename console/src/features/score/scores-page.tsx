import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { App, Button, Dropdown, Table } from "antd";
import { useTranslation } from "react-i18next";
import { inLanguage } from "@/api/said";
import { installScoreSet, type ScoreLine, scoreSetsQuery, scoresQuery } from "@/api/scores";
import { HeldFacts } from "@/builders/held-facts/held-facts";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { MoreRows } from "@/ui/more-rows";
import { Page } from "@/ui/page";
import { useFailure } from "@/ui/use-failure";
import { behindBand, points } from "./score-names";

/** All scores, with their bands. */
export function ScoresPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const may = useMay();
  const asked = useInfiniteQuery(scoresQuery(project));
  const tools = may("analyst") ? (
    <>
      <Defaults />
      <Link to={path("scores/new")}>
        <Button type="primary">{t("score.new")}</Button>
      </Link>
    </>
  ) : null;
  return (
    <Page title={t("score.title")} about={t("score.about")} tools={tools}>
      <HeldFacts kind="score" />
      <Loaded asked={asked}>
        {({ pages }) => {
          const scores = pages.flatMap((page) => page.scores);
          return scores.length === 0 ? (
            <FirstStep title={t("score.none")} action={may("analyst") ? <Defaults /> : null}>
              {t("score.noneHint")}
            </FirstStep>
          ) : (
            <div className="stack">
              <ScoreTable scores={scores} />
              <MoreRows asked={asked} />
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}

/** Installs the scores of an industry. */
function Defaults() {
  const { t } = useTranslation();
  const { project } = useProject();
  const { language } = useFormat();
  const client = useQueryClient();
  const { message } = App.useApp();
  const fail = useFailure();
  const sets = useQuery(scoreSetsQuery(project)).data ?? [];
  const installing = useMutation({
    mutationFn: (industry: string) => installScoreSet(project, industry, language),
    onSuccess: async ({ scores }) => {
      const made = scores.filter((each) => !each.why && !each.is_installed).length;
      if (scores.every((each) => each.why)) void message.warning(t("score.nothingFits"));
      else void message.success(t("score.installed", { n: made }));
      await client.invalidateQueries({ queryKey: [project] });
    },
    onError: fail,
  });
  const items = sets.map((each) => ({ key: each.industry, label: inLanguage(each.label, language) }));
  return (
    <Dropdown trigger={["click"]} menu={{ items, onClick: ({ key }) => installing.mutate(key) }}>
      <Button loading={installing.isPending}>{t("score.defaults")}</Button>
    </Dropdown>
  );
}

function ScoreTable({ scores }: { scores: ScoreLine[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  return (
    <Table<ScoreLine>
      size="middle"
      rowKey="score_id"
      pagination={false}
      dataSource={scores}
      columns={[
        {
          key: "name",
          title: t("common.name"),
          render: (_, score) => (
            <div>
              <Link to={path(`scores/${score.score_id}`)}>{inLanguage(score.label, format.language)}</Link>
              <div className="note">{score.description || score.name}</div>
            </div>
          ),
        },
        {
          key: "bands",
          title: t("score.bands"),
          render: (_, score) => (
            <span className="row">
              {score.spread.bands.map((band) => {
                const said = inLanguage(band.label, format.language);
                return (
                  <span key={band.band} className="soft">
                    {said} <PeopleNumber value={band.people} behind={behindBand(score, band.band, said)} />
                  </span>
                );
              })}
            </span>
          ),
        },
        {
          key: "average",
          title: t("score.average"),
          align: "right",
          width: 100,
          render: (_, score) => points(score.spread.average),
        },
        {
          key: "scored",
          title: t("score.scored"),
          align: "right",
          width: 120,
          render: (_, score) => (
            <PeopleNumber value={score.spread.scored} behind={behindBand(score, null, score.name)} />
          ),
        },
        {
          key: "schedule",
          title: t("score.schedule"),
          width: 110,
          render: (_, score) => t(`score.schedules.${score.schedule}`),
        },
        {
          key: "at",
          title: t("tag.refreshedAt"),
          width: 150,
          render: (_, score) => format.instant(score.refreshed_at),
        },
      ]}
    />
  );
}
