import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { CampaignDraft } from "@/api/campaign-types";
import { segmentsQuery } from "@/api/segments";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";
import { ChannelField } from "./channel-field";
import { ContentFields } from "./content-fields";
import { draftOf, type Fields, fieldsOf } from "./form-fields";
import { GoalFields } from "./goal-fields";

interface Props {
  first: CampaignDraft;
  saving: boolean;
  error: unknown;
  onSave: (draft: CampaignDraft) => void;
}

/** To whom, what, and what counts as success. */
export function CampaignForm({ first, saving, error, onSave }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const segments = useQuery(segmentsQuery(project)).data ?? [];
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      initialValues={fieldsOf(first)}
      onFinish={(fields: Fields) => onSave(draftOf(fields))}
    >
      <div className="stack">
        <Panel title={t("campaign.audience")}>
          <Form.Item name="name" label={t("campaign.name")} rules={[{ required: true, whitespace: true }]}>
            <Input maxLength={200} />
          </Form.Item>
          <ChannelField />
          <div className="grid">
            <Form.Item
              className="span-8"
              name="segment_id"
              label={t("campaign.audienceSegment")}
              rules={[{ required: true, message: t("campaign.segmentNeeded") }]}
            >
              <Select
                showSearch={{ optionFilterProp: "label" }}
                options={segments.map((each) => ({
                  value: each.segment_id,
                  label: `${each.name} (${t("common.peopleCount", { n: format.whole(each.people ?? 0) })})`,
                }))}
              />
            </Form.Item>
            <Form.Item
              className="span-4"
              name="holdout"
              label={t("campaign.holdout")}
              tooltip={t("campaign.holdoutHint")}
            >
              <InputNumber min={0} max={90} suffix="%" style={{ width: "100%" }} />
            </Form.Item>
          </div>
        </Panel>
        <ContentFields />
        <GoalFields />
        {error ? <Problem error={error} /> : null}
        <div>
          <Button type="primary" htmlType="submit" loading={saving}>
            {t("campaign.saveDraft")}
          </Button>
        </div>
      </div>
    </Form>
  );
}
