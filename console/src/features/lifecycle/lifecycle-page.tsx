import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { modelsQuery } from "@/api/lifecycle";
import { HeldFacts } from "@/builders/held-facts/held-facts";
import { useProject } from "@/lib/project-context";
import { useAddressState } from "@/lib/use-address-state";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Board } from "./board";
import { NewModel } from "./new-model";
import { ReplayButton } from "./replay-button";
import { ReplayNotice } from "./replay-notice";

/** Where everybody stands, how they move, and what is done for each stage. */
export function LifecyclePage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const may = useMay();
  const models = useQuery(modelsQuery(project));
  const [model, setModel] = useAddressState("model", "default");
  const line = models.data?.find((each) => each.model === model) ?? models.data?.[0];
  const search = { model: line?.model ?? model } as never;
  const tools = line ? (
    <>
      <Link to={path("lifecycle/warning")}>
        <Button>{t("lifecycle.warning")}</Button>
      </Link>
      {line.version > 0 ? (
        <Link
          to={path("analysis/stage")}
          search={{ q: { kind: "stage", model: line.model, range: { last: "90d" } } } as never}
        >
          <Button>{t("question.asQuestion")}</Button>
        </Link>
      ) : null}
      {may("analyst") && line.version > 0 ? (
        <>
          <Link to={path("lifecycle/calibration")} search={search}>
            <Button>{t("lifecycle.calibration")}</Button>
          </Link>
          <ReplayButton model={line.model} />
        </>
      ) : null}
      {may("analyst") ? (
        <Link to={path("lifecycle/edit")} search={search}>
          <Button type="primary">{t("lifecycle.edit")}</Button>
        </Link>
      ) : null}
    </>
  ) : null;
  return (
    <Page title={t("lifecycle.title")} about={t("lifecycle.about")} tools={tools}>
      <HeldFacts kind="stage" />
      <ReplayNotice />
      <Loaded asked={models} rows={8}>
        {(all) => (
          <div className="stack">
            {all.length > 1 ? (
              <Segmented
                style={{ alignSelf: "flex-start" }}
                value={line?.model ?? model}
                onChange={setModel}
                options={all.map((each) => ({ value: each.model, label: each.title }))}
              />
            ) : null}
            {line ? <Board line={line} /> : null}
            {may("analyst") ? <NewModel taken={all.map((each) => each.model)} /> : null}
          </div>
        )}
      </Loaded>
    </Page>
  );
}
