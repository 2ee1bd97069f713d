import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import { type MetricTemplate, metricTemplatesQuery, takeTemplate } from "@/api/metrics";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Choice } from "@/ui/choice";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";

/** The first step: a tree of one's own industry, on one's own events. */
export function TemplateChoice() {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const [name, setName] = useState<string | null>(null);
  const templates = useQuery(metricTemplatesQuery(project));
  return (
    <Panel title={t("metric.template")}>
      <Loaded asked={templates}>
        {(all) => {
          const chosen = all.find((each) => each.name === name) ?? all[0];
          return chosen ? (
            <div className="stack">
              <p className="soft">{t("metric.templateAbout")}</p>
              <Choice
                label={t("metric.template")}
                value={chosen.name}
                onChange={setName}
                of={all.map((each) => each.name)}
                say={(each) => all.find(({ name }) => name === each)?.title[format.language] ?? each}
              />
              <Roles key={chosen.name} template={chosen} />
            </div>
          ) : null;
        }}
      </Loaded>
    </Panel>
  );
}

function Roles({ template }: { template: MetricTemplate }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const may = useMay();
  const client = useQueryClient();
  const known = useQuery(catalogueQuery(project));
  const suggested = template.roles.flatMap((each) => (each.suggested ? [[each.role, each.suggested]] : []));
  const [events, setEvents] = useState<Record<string, string>>(Object.fromEntries(suggested));
  const taking = useMutation({
    mutationFn: () => takeTemplate(project, template.name, events, format.language),
    onSuccess: () => client.invalidateQueries({ queryKey: [project, "metrics"] }),
  });
  const options = [
    { value: "*", label: t("metric.anyEvent") },
    ...(known.data?.events ?? []).map((each) => ({ value: each.name, label: each.name })),
  ];
  return (
    <>
      {template.roles.map(({ role, usual }) => (
        <div key={role} className="row">
          <span style={{ width: 120 }}>{t(`metric.role.${role as "pay"}`, { defaultValue: role })}</span>
          <Select
            allowClear
            showSearch
            style={{ width: 280 }}
            aria-label={role}
            placeholder={usual.join(", ")}
            value={events[role] ?? null}
            options={options}
            onChange={(event: string | null) => {
              const { [role]: _, ...rest } = events;
              setEvents(event ? { ...rest, [role]: event } : rest);
            }}
          />
        </div>
      ))}
      {taking.error ? <Problem error={taking.error} /> : null}
      {may("analyst") ? (
        <div>
          <Button type="primary" loading={taking.isPending} onClick={() => taking.mutate()}>
            {t("metric.take", { n: template.metrics.length })}
          </Button>
        </div>
      ) : null}
    </>
  );
}
