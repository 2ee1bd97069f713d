import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Metric, metricsQuery, metricValuesQuery } from "@/api/metrics";
import { useProject } from "@/lib/project-context";
import { useAddressState } from "@/lib/use-address-state";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Choice } from "@/ui/choice";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { MetricForm } from "./metric-form";
import { MetricTree } from "./metric-tree";
import { TemplateChoice } from "./template-choice";
import { type Undo, UndoButton } from "./undo-button";

const RANGES = ["7d", "30d", "90d"];

/** Saved metrics as a tree, from the north star down to what drives it. */
export function MetricsPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const may = useMay();
  const [last, setLast] = useAddressState("last", "30d");
  const [undos, setUndos] = useState<Undo[]>([]);
  // A change may come while another is still being taken back.
  const changed = (undo: Undo) => setUndos((all) => [...all, undo]);
  const undone = (undo: Undo) => setUndos((all) => all.filter((each) => each !== undo));
  const [editing, setEditing] = useState<Metric | "new" | null>(null);
  const metrics = useQuery(metricsQuery(project));
  const values = useQuery({ ...metricValuesQuery(project, last), placeholderData: keepPreviousData });
  const about = values.data ? t("metric.asOf", { at: format.second(values.data.as_of) }) : t("metric.about");
  const tools = (
    <>
      <Choice
        label={t("question.range")}
        value={last}
        onChange={setLast}
        of={RANGES}
        say={(value) => t("overview.range", { n: Number.parseInt(value, 10) })}
      />
      {may("analyst") ? (
        <Button type="primary" onClick={() => setEditing("new")}>
          {t("metric.new")}
        </Button>
      ) : null}
    </>
  );
  return (
    <Page title={t("metric.title")} about={about} tools={tools}>
      <Loaded asked={metrics} rows={8}>
        {(all) =>
          all.length === 0 ? (
            <TemplateChoice />
          ) : (
            <MetricTree
              metrics={all}
              values={values.data?.values ?? []}
              last={last}
              edit={setEditing}
              changed={changed}
              tools={<UndoButton undos={undos} undone={undone} />}
            />
          )
        }
      </Loaded>
      {editing ? (
        <MetricForm
          metric={editing === "new" ? null : editing}
          others={metrics.data ?? []}
          close={() => setEditing(null)}
          changed={changed}
        />
      ) : null}
    </Page>
  );
}
