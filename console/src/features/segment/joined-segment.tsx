import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { type SegmentDraft, segmentsQuery } from "@/api/segments";
import { useProject } from "@/lib/project-context";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";

interface Props {
  saving: boolean;
  error: unknown;
  onSave: (draft: SegmentDraft) => void;
}
interface Filled {
  name: string;
  how: "union" | "intersect" | "minus";
  segments: string[];
}

/** A segment made of others: any of them, all of them, or the first without the rest. */
export function JoinedSegment({ saving, error, onSave }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const segments = useQuery(segmentsQuery(project)).data ?? [];
  return (
    <Panel>
      <Form<Filled>
        layout="vertical"
        requiredMark={false}
        initialValues={{ how: "intersect" }}
        onFinish={({ name, how, segments: chosen }) =>
          onSave({ name: name.trim(), algebra: { [how]: chosen } })
        }
      >
        <div className="grid">
          <Form.Item className="span-4" name="how" label={t("segment.make.how")}>
            <Select
              options={(["union", "intersect", "minus"] as const).map((each) => ({
                value: each,
                label: t(`segment.make.${each}`),
              }))}
            />
          </Form.Item>
          <Form.Item
            className="span-8"
            name="segments"
            label={t("segment.make.segments")}
            rules={[{ required: true, type: "array", min: 2, message: t("segment.make.two") }]}
          >
            <Select
              mode="multiple"
              optionFilterProp="label"
              options={segments.map((each) => ({ value: each.segment_id, label: each.name }))}
            />
          </Form.Item>
          <NameField />
        </div>
        {error ? <Problem error={error} /> : null}
        <Button type="primary" htmlType="submit" loading={saving}>
          {t("common.save")}
        </Button>
      </Form>
    </Panel>
  );
}

/** The name every segment has. */
export function NameField() {
  const { t } = useTranslation();
  return (
    <Form.Item
      className="span-4"
      name="name"
      label={t("common.name")}
      rules={[{ required: true, whitespace: true, message: t("segment.nameNeeded") }]}
    >
      <Input maxLength={100} />
    </Form.Item>
  );
}
