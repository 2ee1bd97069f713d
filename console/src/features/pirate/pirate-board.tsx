import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Condition, TimeRange } from "@/api/condition-types";
import {
  type PirateName,
  type PirateShape,
  type PirateStep,
  type PirateSteps,
  pirateAnswerQuery,
  savePirate,
} from "@/api/pirate";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { useProject } from "@/lib/project-context";
import { useAddressState } from "@/lib/use-address-state";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { Sentence } from "@/ui/sentence";
import { PirateTrend } from "./pirate-trend";
import { StageCard } from "./stage-card";
import "./pirate.css";

interface Asked {
  range: TimeRange;
  people?: Condition;
}

/** Five stages beside as many days before; each stage's events are words that can be changed. */
export function PirateBoard({ saved }: { saved: PirateShape }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const may = useMay();
  const client = useQueryClient();
  const [asked, ask] = useAddressState<Asked>("q", { range: { last: "30d" } });
  const [draft, setDraft] = useAddressState<PirateSteps | undefined>("steps", undefined);
  const steps = draft ?? saved.steps;
  const answer = useQuery({
    ...pirateAnswerQuery(project, { ...asked, steps }, format.language),
    placeholderData: keepPreviousData,
  });
  const saving = useMutation({
    mutationFn: () => savePirate(project, steps),
    onSuccess: (shape) => {
      client.setQueryData([project, "pirate"], shape);
      setDraft(undefined);
    },
  });
  const change = (name: PirateName, step: PirateStep | null) => setDraft({ ...steps, [name]: step });
  const mayKeep = may("analyst") && (draft !== undefined || !saved.is_saved);
  const tools = mayKeep ? (
    <Button type="primary" loading={saving.isPending} onClick={() => saving.mutate()}>
      {t("pirate.save")}
    </Button>
  ) : null;
  const by = saved.is_saved
    ? t("pirate.savedBy", { by: saved.changed_by, at: format.instant(saved.changed_at) })
    : t("pirate.suggested");
  return (
    <Page title={t("pirate.title")} about={t("pirate.about")} tools={tools}>
      <div className="panel sentence" data-testid="sentence">
        <Sentence
          text={t("pirate.sentence")}
          slots={{
            people: (
              <PeopleBracket
                people={asked.people}
                onChange={(people) => ask(people ? { ...asked, people } : { range: asked.range })}
              />
            ),
            range: (
              <RangeBracket range={asked.range} onChange={(range) => range && ask({ ...asked, range })} />
            ),
          }}
        />
        <span className="note"> {by}</span>
      </div>
      {saving.error ? <Problem error={saving.error} /> : null}
      <Loaded asked={answer} rows={8}>
        {(found) => (
          <div
            className={`stack ${answer.isPlaceholderData ? "dimmed" : ""}`}
            aria-busy={answer.isPlaceholderData}
          >
            <div className="pirate-stages">
              {found.stages.map((stage) => (
                <StageCard
                  key={stage.stage}
                  stage={stage}
                  step={steps[stage.stage]}
                  change={(step) => change(stage.stage, step)}
                />
              ))}
            </div>
            <PirateTrend answer={found} />
            <div className="note" data-testid="read-note">
              {t("pirate.days", {
                from: found.first_on,
                to: found.last_on,
                before: found.before_from,
                until: found.before_to,
              })}
              {" · "}
              {t("pirate.asOf", { at: format.second(found.as_of), rows: format.whole(found.rows_read) })}
              {" · "}
              {t("common.zone", { zone: format.zone })}
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
