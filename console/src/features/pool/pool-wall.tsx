import { FullscreenOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { answerQuery, newsOf } from "@/api/analysis";
import type { LifecycleLine, LifecycleModel } from "@/api/lifecycle";
import type { PoolQuery, PoolResult } from "@/api/query-types";
import { inLanguage } from "@/api/said";
import { AddToDashboard } from "@/builders/query/add-to-dashboard";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useStream } from "@/lib/use-stream";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { PoolNumbers } from "./pool-numbers";
import { PoolSentence } from "./pool-sentence";
import { PoolSources } from "./pool-sources";
import { PoolStages } from "./pool-stages";
import "./pool.css";

interface Props {
  query: PoolQuery;
  change: (next: Partial<PoolQuery>) => void;
  model: LifecycleModel;
  models: LifecycleLine[];
}

/** While the server's stream is not heard the numbers are asked again this often. */
const NUMBERS_EVERY = 5_000;
/** Where something is written all the time, they rest this long between two looks. */
const REST = 2_000;
/** First values are looked for in the whole history; what nobody wrote to is not counted again. */
const SOURCES_EVERY = 60_000;

/** The pool as it is seen on a wall; it keeps itself up. */
export function PoolWall({ query, change, model, models }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const wall = useRef<HTMLDivElement>(null);
  const { by, ...whole } = { ...query, lost: query.lost ?? model.stages.slice(-1).map((each) => each.name) };
  const asked = answerQuery<PoolResult>(project, whole, format.language);
  const client = useQueryClient();
  const isTold = useStream(
    newsOf(project),
    () => client.invalidateQueries({ queryKey: asked.queryKey }),
    REST,
  );
  const numbers = useQuery({
    ...asked,
    placeholderData: keepPreviousData,
    refetchInterval: isTold ? false : NUMBERS_EVERY,
  });
  const split = { ...whole, by: by ?? [] };
  const sources = useQuery({
    ...answerQuery<PoolResult>(project, split, format.language),
    placeholderData: keepPreviousData,
    refetchInterval: SOURCES_EVERY,
    enabled: split.by.length > 0,
  });
  const leave = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
  };
  const tools = (
    <>
      <Button icon={<FullscreenOutlined />} onClick={() => void wall.current?.requestFullscreen()}>
        {t("dashboard.fullScreen")}
      </Button>
      <AddToDashboard query={split.by.length > 0 ? split : whole} />
    </>
  );
  return (
    <Page title={t("pool.title")} about={t("pool.about")} tools={tools}>
      <div className="panel sentence" data-testid="sentence">
        <PoolSentence query={whole} by={by} change={change} model={model} models={models} />
      </div>
      <Loaded asked={numbers} rows={8}>
        {({ result, definition }) => (
          <div ref={wall} className="stack pool-wall" onClickCapture={leave}>
            {result.people + result.unplaced === 0 && result.stages.length === 0 ? (
              <FirstStep title={t("pool.empty")}>{t("pool.emptyHint")}</FirstStep>
            ) : (
              <>
                <PoolNumbers query={whole} result={result} />
                <div className="grid">
                  <PoolStages query={whole} result={result} model={model} />
                  <PoolSources query={split} groups={sources.data?.result.groups ?? null} />
                </div>
              </>
            )}
            <div className="note" data-testid="read-note">
              <span className={isTold ? "pool-beat" : "pool-beat waits"} />
              {t(isTold ? "pool.told" : "pool.asked", {
                at: format.second(new Date(numbers.dataUpdatedAt).toISOString()),
                n: NUMBERS_EVERY / 1000,
              })}{" "}
              · {t("common.zone", { zone: format.zone })}
              <br />
              {t("common.definition")}: {inLanguage(definition, format.language)}
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
