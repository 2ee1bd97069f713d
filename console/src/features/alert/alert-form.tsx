import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert as Box, Button, Form, Input, InputNumber, Modal, Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import { type AlertBody, createAlert, type Judged, targetsQuery, tryAlert } from "@/api/alerts";
import { catalogueQuery } from "@/api/catalogue";
import { metricsQuery } from "@/api/metrics";
import { questionsQuery } from "@/api/questions";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Problem } from "@/ui/problem";

interface Fields {
  name: string;
  watched: string;
  per: "hour" | "day" | "week";
  rule: "anomaly" | "threshold";
  side: "both" | "above" | "below";
  sensitivity: "low" | "normal" | "high";
  below?: number | null;
  above?: number | null;
  by?: string[];
  targets?: string[];
}
const FIRST = { per: "day", rule: "anomaly", side: "both", sensitivity: "normal" } as const;
const QUESTION = "question:";

/** A new alert; it can be tried before it is kept. */
export function AlertForm({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const rule = Form.useWatch("rule", form) ?? FIRST.rule;
  const questions = useQuery(questionsQuery(project));
  const bodyOf = (fields: Fields): AlertBody => {
    const kept = fields.watched.startsWith(QUESTION) ? fields.watched.slice(QUESTION.length) : null;
    const query = questions.data?.find((each) => each.question_id === kept)?.query;
    return {
      name: fields.name,
      per: fields.per,
      ...(query ? { query: query as never } : { metric: fields.watched }),
      ...(fields.rule === "threshold"
        ? { threshold: { below: fields.below ?? null, above: fields.above ?? null } }
        : { anomaly: { side: fields.side, sensitivity: fields.sensitivity } }),
      by: (fields.by ?? []).map((property) => ({ property })),
      targets: fields.targets ?? [],
      wait_minutes: 30,
      enabled: true,
    };
  };
  const trying = useMutation({
    mutationFn: async () => tryAlert(project, bodyOf(await form.validateFields())),
  });
  const making = useMutation({
    mutationFn: (fields: Fields) => createAlert(project, bodyOf(fields)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [project, "alerts"] });
      close();
    },
  });
  return (
    <Modal
      open
      width={640}
      title={t("alert.new")}
      okText={t("common.save")}
      okButtonProps={{ loading: making.isPending }}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={FIRST}
        onFinish={(fields) => making.mutate(fields)}
      >
        <WatchedFields />
        {rule === "anomaly" ? <AnomalyFields /> : <ThresholdFields />}
        <WhomFields />
        <Button loading={trying.isPending} onClick={() => trying.mutate()}>
          {t("alert.try")}
        </Button>
        {trying.data ? <Verdict judged={trying.data} /> : null}
        {making.error || trying.error ? <Problem error={making.error ?? trying.error} /> : null}
      </Form>
    </Modal>
  );
}

/** How the newest period would be judged. */
function Verdict({ judged }: { judged: Judged }) {
  const { t } = useTranslation();
  const format = useFormat();
  const number = (value: number | null | undefined) => (value == null ? "–" : format.compact(value));
  if (!judged.t) return <Box showIcon type="info" title={t("alert.tooLittle")} />;
  const band = `${number(judged.low)} – ${number(judged.high)}`;
  return (
    <Box
      showIcon
      type={judged.is_out ? "warning" : "success"}
      title={t(judged.is_out ? "alert.wouldFire" : "alert.wouldNot", {
        t: judged.t,
        value: number(judged.value),
        band,
      })}
    />
  );
}

function WatchedFields() {
  const { t } = useTranslation();
  const { project } = useProject();
  const metrics = useQuery(metricsQuery(project));
  const questions = useQuery(questionsQuery(project));
  const asked = (questions.data ?? []).filter(
    (each) => each.kind === "trend" || (each.kind as string) === "formula",
  );
  const options = [
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
        <Segmented
          options={(["hour", "day", "week"] as const).map((value) => ({
            value,
            label: t(`alert.per.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="rule" label={t("alert.rule")}>
        <Segmented
          options={(["anomaly", "threshold"] as const).map((value) => ({
            value,
            label: t(`alert.by.${value}`),
          }))}
        />
      </Form.Item>
    </>
  );
}

function AnomalyFields() {
  const { t } = useTranslation();
  return (
    <div className="row">
      <Form.Item name="side" label={t("alert.sideLabel")}>
        <Segmented
          options={(["both", "above", "below"] as const).map((value) => ({
            value,
            label: t(`alert.side.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="sensitivity" label={t("alert.sensitivityLabel")}>
        <Segmented
          options={(["low", "normal", "high"] as const).map((value) => ({
            value,
            label: t(`alert.sensitivity.${value}`),
          }))}
        />
      </Form.Item>
    </div>
  );
}

function ThresholdFields() {
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

function WhomFields() {
  const { t } = useTranslation();
  const { project } = useProject();
  const known = useQuery(catalogueQuery(project));
  const targets = useQuery(targetsQuery(project));
  const properties = (known.data?.properties ?? []).map((each) => each.name);
  return (
    <>
      <Form.Item name="by" label={t("alert.movedIn")}>
        <Select mode="multiple" maxCount={5} options={properties.map((value) => ({ value, label: value }))} />
      </Form.Item>
      <Form.Item name="targets" label={t("alert.tell")}>
        <Select
          mode="multiple"
          options={(targets.data ?? []).map((each) => ({ value: each.target_id, label: each.name }))}
        />
      </Form.Item>
    </>
  );
}
