import { useQuery } from "@tanstack/react-query";
import { Form, Input, InputNumber, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { targetsQuery } from "@/api/alerts";
import { catalogueQuery } from "@/api/catalogue";
import { metricsQuery } from "@/api/metrics";
import { questionsQuery } from "@/api/questions";
import { useProject } from "@/lib/project-context";
import { Choice } from "@/ui/choice";
import { AS_IT_IS, QUESTION } from "./alert-fields";

/** What is watched, and how often it is judged. */
export function WatchedFields({ asItIs }: { asItIs: boolean }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const metrics = useQuery(metricsQuery(project));
  const questions = useQuery(questionsQuery(project));
  const asked = (questions.data ?? []).filter(
    (each) => each.kind === "trend" || (each.kind as string) === "formula",
  );
  const own = asItIs ? [{ value: AS_IT_IS, label: t("alert.question") }] : [];
  const options = [
    ...own,
    {
      label: t("metric.title"),
      options: (metrics.data ?? []).map((each) => ({ value: each.name, label: each.title || each.name })),
    },
    {
      label: t("question.saved.title"),
      options: asked.map((each) => ({ value: QUESTION + each.question_id, label: each.name })),
    },
  ];
  return (
    <>
      <Form.Item name="name" label={t("common.name")} rules={[{ required: true }]}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="watched" label={t("alert.watched")} rules={[{ required: true }]}>
        <Select showSearch={{ optionFilterProp: "label" }} options={options} />
      </Form.Item>
      <Form.Item name="per" label={t("alert.each")}>
        <Choice
          label={t("alert.each")}
          of={["hour", "day", "week"]}
          say={(value) => t(`alert.per.${value}`)}
        />
      </Form.Item>
      <Form.Item name="rule" label={t("alert.rule")}>
        <Choice
          label={t("alert.rule")}
          of={["anomaly", "threshold"]}
          say={(value) => t(`alert.by.${value}`)}
        />
      </Form.Item>
    </>
  );
}

/** Out of the ordinary by season. */
export function AnomalyFields() {
  const { t } = useTranslation();
  return (
    <div className="row">
      <Form.Item name="side" label={t("alert.sideLabel")}>
        <Choice
          label={t("alert.sideLabel")}
          of={["both", "above", "below"]}
          say={(value) => t(`alert.side.${value}`)}
        />
      </Form.Item>
      <Form.Item name="sensitivity" label={t("alert.sensitivityLabel")}>
        <Choice
          label={t("alert.sensitivityLabel")}
          of={["low", "normal", "high"]}
          say={(value) => t(`alert.sensitivity.${value}`)}
        />
      </Form.Item>
    </div>
  );
}

/** Out of fixed bounds. */
export function ThresholdFields() {
  const { t } = useTranslation();
  return (
    <div className="row">
      <Form.Item name="below" label={t("alert.below")}>
        <InputNumber />
      </Form.Item>
      <Form.Item name="above" label={t("alert.above")}>
        <InputNumber />
      </Form.Item>
    </div>
  );
}

/** Where to look for what moved most, whom to tell, and when. */
export function WhomFields() {
  const { t } = useTranslation();
  const { project } = useProject();
  const known = useQuery(catalogueQuery(project));
  const targets = useQuery(targetsQuery(project));
  const splits = [
    ...(known.data?.properties ?? []).map(({ name }) => ({ value: `p:${name}`, label: name })),
    ...(known.data?.attributes ?? []).map(({ name }) => ({ value: `a:${name}`, label: name })),
  ];
  return (
    <>
      <Form.Item name="by" label={t("alert.movedIn")}>
        <Select mode="multiple" maxCount={5} showSearch={{ optionFilterProp: "label" }} options={splits} />
      </Form.Item>
      <Form.Item name="targets" label={t("alert.tell")}>
        <Select
          mode="multiple"
          options={(targets.data ?? []).map((each) => ({ value: each.target_id, label: each.name }))}
        />
      </Form.Item>
      <div className="row">
        <Form.Item name="wait_minutes" label={t("alert.wait")}>
          <InputNumber min={0} max={1440} precision={0} />
        </Form.Item>
        <Form.Item name="enabled" label={t("alert.enabled")} valuePropName="checked">
          <Switch />
        </Form.Item>
      </div>
    </>
  );
}
