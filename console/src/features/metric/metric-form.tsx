import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, InputNumber, Popconfirm, Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import { type Metric, type MetricBody, removeMetric, saveMetric } from "@/api/metrics";
import { useProject } from "@/lib/project-context";
import { FormDialog } from "@/ui/form-dialog";
import { CountedFields } from "./counted-fields";
import { bodyOf } from "./metric-body";
import type { Undo } from "./undo-button";

interface Props {
  metric: Metric | null;
  others: Metric[];
  close: () => void;
  /** Told after each change how it is taken back. */
  changed: (undo: Undo) => void;
}
const UNITS = ["none", "people", "count", "money", "share", "seconds"] as const;

/** A metric: what it counts or is computed of, and how it is read. */
export function MetricForm({ metric, others, close, changed }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const [form] = Form.useForm<MetricBody>();
  const after = async (undo: Undo) => {
    await client.invalidateQueries({ queryKey: [project, "metrics"] });
    changed(undo);
    close();
  };
  const saving = useMutation({
    mutationFn: (body: MetricBody) =>
      saveMetric(
        project,
        {
          ...body,
          target: body.target ?? null,
          parent: body.parent ?? null,
          position: metric?.position ?? 0,
        },
        metric?.metric_id ?? null,
      ),
    onSuccess: (made) =>
      after(
        metric
          ? { of: metric.name, run: () => saveMetric(project, bodyOf(metric), metric.metric_id) }
          : { of: made.name, run: () => removeMetric(project, made.metric_id) },
      ),
  });
  const removing = useMutation({
    mutationFn: (gone: Metric) => removeMetric(project, gone.metric_id),
    onSuccess: (_, gone) => after({ of: gone.name, run: () => saveMetric(project, bodyOf(gone), null) }),
  });
  const names = others.filter((each) => each.metric_id !== metric?.metric_id).map((each) => each.name);
  return (
    <FormDialog<MetricBody>
      title={metric ? t("metric.edit", { name: metric.title || metric.name }) : t("metric.new")}
      width={640}
      form={form}
      first={
        metric ?? {
          unit: "none",
          direction: "up",
          definition: { metric: { event: "*", aggregate: "people" } },
        }
      }
      close={close}
      save={saving.mutate}
      saving={saving.isPending}
      error={saving.error ?? removing.error}
    >
      <Form.Item
        name="name"
        label={t("metric.name")}
        extra={t("metric.nameHint")}
        rules={[{ required: true }]}
      >
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="title" label={t("metric.shownAs")}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="description" label={t("metric.description")}>
        <Input.TextArea maxLength={2000} autoSize={{ minRows: 1, maxRows: 4 }} />
      </Form.Item>
      <Form.Item name="definition" label={t("metric.definition")}>
        <CountedFields names={names} />
      </Form.Item>
      <div className="row">
        <Form.Item name="unit" label={t("metric.unit.label")}>
          <Select
            style={{ width: 140 }}
            options={UNITS.map((value) => ({ value, label: t(`metric.unit.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="direction" label={t("metric.direction")}>
          <Segmented
            options={[
              { value: "up", label: t("metric.up") },
              { value: "down", label: t("metric.down") },
            ]}
          />
        </Form.Item>
        <Form.Item name="target" label={t("metric.target")}>
          <InputNumber />
        </Form.Item>
        <Form.Item name="owner" label={t("metric.owner")}>
          <Input maxLength={100} style={{ width: 140 }} />
        </Form.Item>
      </div>
      <Form.Item name="parent" label={t("metric.parent")}>
        <Select allowClear showSearch options={names.map((value) => ({ value, label: value }))} />
      </Form.Item>
      {metric ? (
        <Popconfirm
          title={t("common.confirmRemove", { name: metric.name })}
          onConfirm={() => removing.mutate(metric)}
        >
          <Button danger type="link">
            {t("common.remove")}
          </Button>
        </Popconfirm>
      ) : null}
    </FormDialog>
  );
}
