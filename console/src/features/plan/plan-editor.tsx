import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { draftPlan, type Plan, type PlanAnswer, savePlan } from "@/api/plan";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { FirstStep } from "@/ui/first-step";
import { Problem } from "@/ui/problem";
import { EventTable } from "./event-table";
import { PlanFiles } from "./plan-files";
import { newEvent } from "./plan-parts";

const DRAFT_FROM = "30d";

/** The plan as a table that is edited in place; nothing holds before it is saved. */
export function PlanEditor({ saved }: { saved: PlanAnswer }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [plan, setPlan] = useState<Plan>(saved.plan);
  const [word, setWord] = useState("");
  const changed = plan !== saved.plan;
  const saving = useMutation({
    mutationFn: () => savePlan(project, plan, saved.version),
    onSuccess: async () => {
      void message.success(t("common.saved"));
      await client.invalidateQueries({ queryKey: [project, "plan"] });
    },
  });
  const drafting = useMutation({
    mutationFn: () => draftPlan(project, DRAFT_FROM),
    onSuccess: (draft) => {
      if (draft.added_events.length + draft.added_properties === 0) {
        void message.info(t("plan.nothingNew"));
        return;
      }
      setPlan(draft.plan);
    },
  });
  const draft = may("operator") ? (
    <Button loading={drafting.isPending} onClick={() => drafting.mutate()}>
      {t("plan.draft")}
    </Button>
  ) : null;
  const add = may("operator") ? (
    <Button onClick={() => setPlan({ ...plan, events: [newEvent(), ...plan.events] })}>
      {t("plan.addEvent")}
    </Button>
  ) : null;
  const error = saving.error ?? drafting.error;
  return (
    <div className="stack">
      <div className="row">
        <Input.Search
          allowClear
          style={{ width: 260 }}
          aria-label={t("plan.search")}
          placeholder={t("plan.search")}
          onChange={(event) => setWord(event.target.value.trim().toLowerCase())}
        />
        <span className="soft">{t("plan.unplanned")}</span>
        <Select
          aria-label={t("plan.unplanned")}
          style={{ minWidth: 130 }}
          disabled={!may("operator")}
          value={plan.unplanned}
          options={(["none", "warn", "reject"] as const).map((value) => ({
            value,
            label: t(`plan.unplannedChoice.${value}`),
          }))}
          onChange={(unplanned) => setPlan({ ...plan, unplanned })}
        />
        <span style={{ flex: 1 }} />
        {draft}
        {add}
        <PlanFiles />
      </div>
      {drafting.data && changed ? (
        <Alert
          type="info"
          showIcon
          title={t("plan.drafted", {
            events: drafting.data.added_events.length,
            properties: drafting.data.added_properties,
          })}
        />
      ) : null}
      {error ? <Problem error={error} /> : null}
      {changed ? (
        <div className="row">
          <Button type="primary" loading={saving.isPending} onClick={() => saving.mutate()}>
            {t("common.save")}
          </Button>
          <Button onClick={() => setPlan(saved.plan)}>{t("plan.discard")}</Button>
          <span className="note">{t("plan.unsaved")}</span>
        </div>
      ) : null}
      {plan.events.length === 0 ? (
        <FirstStep title={t("plan.none")} action={draft}>
          {t("plan.noneHint")}
        </FirstStep>
      ) : (
        <EventTable plan={plan} seen={saved.seen} word={word} onChange={setPlan} />
      )}
    </div>
  );
}
