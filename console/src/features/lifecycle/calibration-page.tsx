import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type Calibration,
  calibrationQuery,
  draftCalibration,
  judgeCalibration,
  keepBaseline,
  type LifecycleModel,
  lifecycleKey,
  modelQuery,
} from "@/api/lifecycle";
import { inLanguage } from "@/api/said";
import { useProject } from "@/lib/project-context";
import { useAddressState } from "@/lib/use-address-state";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Panel } from "@/ui/panel";
import { DriftPanel } from "./drift-panel";
import { MarkForm } from "./mark-form";
import { ProposalPanel } from "./proposal-panel";

/** What the data say of a model's thresholds, for a person to decide. */
export function CalibrationPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const [model] = useAddressState("model", "default");
  const about = useQuery(modelQuery(project, model));
  const asked = useQuery(calibrationQuery(project, model));
  const back = (
    <Link to={path("lifecycle")} search={{ model } as never}>
      <Button>{t("lifecycle.board")}</Button>
    </Link>
  );
  return (
    <Page
      title={t("lifecycle.calibrate.title", { name: about.data?.title ?? model })}
      about={t("lifecycle.calibrate.about")}
      tools={back}
    >
      <Loaded asked={asked} rows={8}>
        {(found) => (about.data ? <Review model={about.data} found={found} /> : null)}
      </Loaded>
    </Page>
  );
}

function Review({ model, found }: { model: LifecycleModel; found: Calibration }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const path = usePath();
  const may = useMay();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [chosen, setChosen] = useState<string[]>(found.proposals.map((each) => each.proposal_id));
  const renew = () => queries.invalidateQueries({ queryKey: lifecycleKey(project) });
  const take = useMutation({
    mutationFn: (proposals: string[]) => draftCalibration(project, model.model, proposals),
    onSuccess: async () => {
      await renew();
      await navigate({ to: path("lifecycle/edit"), search: { model: model.model } as never });
    },
  });
  const judge = useMutation({
    mutationFn: ({ act, proposal }: { act: "reject" | "resume"; proposal: string }) =>
      judgeCalibration(project, model.model, act, [proposal]),
    onSuccess: renew,
  });
  const baseline = useMutation({
    mutationFn: () => keepBaseline(project, model.model),
    onSuccess: async () => {
      void message.success(t("lifecycle.calibrate.baselined"));
      await renew();
    },
  });
  const words = (name: string) => {
    const stage = model.stages.find((each) => each.name === name);
    return stage ? inLanguage(stage.label, format.language) : t("lifecycle.calibrate.everybody");
  };
  return (
    <div className="stack">
      <ProposalPanel
        found={found}
        words={words}
        chosen={chosen}
        onChoose={setChosen}
        may={may("analyst") ? { take, judge } : null}
      />
      <DriftPanel found={found} words={words} />
      {may("analyst") ? (
        <Panel title={t("lifecycle.calibrate.measure")} note={t("lifecycle.calibrate.measureHint")}>
          <div className="row">
            <Button loading={baseline.isPending} onClick={() => baseline.mutate()}>
              {t("lifecycle.calibrate.baseline")}
            </Button>
            <MarkForm />
          </div>
        </Panel>
      ) : null}
    </div>
  );
}
