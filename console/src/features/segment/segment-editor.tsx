import { Button, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Condition } from "@/api/condition-types";
import type { SegmentDraft } from "@/api/segments";
import { isComplete } from "@/builders/condition/complete";
import { ConditionBuilder } from "@/builders/condition/condition-builder";
import { rootGroup } from "@/builders/condition/tree";
import { useKinds } from "@/builders/condition/use-kinds";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";

interface Props {
  first: { name: string; description: string; condition: Condition | null };
  saving: boolean;
  error: unknown;
  onSave: (draft: SegmentDraft) => void;
}

/** The sentence, its name, and the button that keeps it. */
export function SegmentEditor({ first, saving, error, onSave }: Props) {
  const { t } = useTranslation();
  const [condition, setCondition] = useState<Condition | null>(first.condition);
  const kinds = useKinds();
  const ready =
    condition !== null && rootGroup(condition).children.length > 0 && isComplete(condition, kinds);
  return (
    <div className="stack">
      <Panel>
        <ConditionBuilder condition={condition} onChange={setCondition} />
      </Panel>
      <Panel>
        <Form
          layout="vertical"
          requiredMark={false}
          initialValues={first}
          onFinish={({ name, description }: { name: string; description?: string }) => {
            if (condition) onSave({ name: name.trim(), description: description ?? "", condition });
          }}
        >
          <div className="grid">
            <Form.Item
              className="span-4"
              name="name"
              label={t("common.name")}
              rules={[{ required: true, whitespace: true, message: t("segment.nameNeeded") }]}
            >
              <Input maxLength={100} />
            </Form.Item>
            <Form.Item className="span-8" name="description" label={t("segment.description")}>
              <Input maxLength={1000} />
            </Form.Item>
          </div>
          {error ? <Problem error={error} /> : null}
          <Button type="primary" htmlType="submit" disabled={!ready} loading={saving}>
            {t("common.save")}
          </Button>
        </Form>
      </Panel>
    </div>
  );
}
