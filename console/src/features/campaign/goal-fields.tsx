import { useQuery } from "@tanstack/react-query";
import { Form, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import { useProject } from "@/lib/project-context";
import { Panel } from "@/ui/panel";

/** Which event within how many days counts as success. */
export function GoalFields() {
  const { t } = useTranslation();
  const { project } = useProject();
  const events = useQuery(catalogueQuery(project)).data?.events ?? [];
  return (
    <Panel title={t("campaign.goal")}>
      <div className="grid">
        <Form.Item className="span-8" name="goal" label={t("campaign.goalEvent")} style={{ marginBottom: 0 }}>
          <Select
            allowClear
            showSearch
            placeholder={t("campaign.goalNone")}
            options={events.map(({ name }) => ({ value: name, label: name }))}
          />
        </Form.Item>
        <Form.Item
          className="span-4"
          name="window"
          label={t("campaign.goalWindow")}
          style={{ marginBottom: 0 }}
        >
          <InputNumber min={1} max={90} suffix={t("rule.days")} style={{ width: "100%" }} />
        </Form.Item>
      </div>
    </Panel>
  );
}
