import { useQuery } from "@tanstack/react-query";
import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import { useProject } from "@/lib/project-context";
import { Panel } from "@/ui/panel";

/** Subject and bodies, and the variables they may use. */
export function ContentFields() {
  const { t } = useTranslation();
  const { project } = useProject();
  const attributes = useQuery(catalogueQuery(project)).data?.attributes ?? [];
  const variables = [
    ...attributes.slice(0, 8).map(({ name }) => `{{ person.${name} }}`),
    "{{ campaign.name }}",
    "{{ unsubscribe_url }}",
  ];
  return (
    <Panel title={t("campaign.content")}>
      <Form.Item name="subject" label={t("campaign.subject")} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={500} />
      </Form.Item>
      <Form.Item name="html" label={t("campaign.html")}>
        <Input.TextArea autoSize={{ minRows: 8, maxRows: 24 }} spellCheck={false} className="code" />
      </Form.Item>
      <div className="note">
        {t("campaign.variables")}:{" "}
        {variables.map((variable) => (
          <code key={variable}>{variable} </code>
        ))}
      </div>
      <Form.Item name="text" label={t("campaign.text")} style={{ marginTop: 16, marginBottom: 0 }}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 12 }} />
      </Form.Item>
    </Panel>
  );
}
