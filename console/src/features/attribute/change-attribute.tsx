import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { type AttributeChange, type AttributeFull, attributesQuery, changeAttribute } from "@/api/attributes";
import { useProject } from "@/lib/project-context";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";

/** Says what an attribute is, where it stands, who answers for it, and whether it is sensitive. */
export function ChangeAttribute({ attribute, done }: { attribute: AttributeFull; done: () => void }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  const folders = useQuery(attributesQuery(project)).data?.folders ?? [];
  const saving = useMutation({
    mutationFn: (change: AttributeChange) => changeAttribute(project, attribute.name, change),
    onSuccess: async () => {
      done();
      void message.success(t("common.saved"));
      await client.invalidateQueries({ queryKey: [project] });
    },
  });
  const first: AttributeChange = {
    label: attribute.own_label,
    description: attribute.description,
    owner: attribute.owner,
    family: attribute.family,
    folder_id: attribute.folder_id ?? "",
    is_sensitive: attribute.is_marked,
  };
  return (
    <Panel title={t("tag.edit")}>
      <Form<AttributeChange>
        layout="vertical"
        initialValues={first}
        onFinish={(change) => saving.mutate(change)}
      >
        <div className="grid">
          <Form.Item className="span-4" name={["label", "zh"]} label={t("tag.labelZh")}>
            <Input maxLength={200} placeholder={attribute.label.zh} />
          </Form.Item>
          <Form.Item className="span-4" name={["label", "en"]} label={t("tag.labelEn")}>
            <Input maxLength={200} placeholder={attribute.label.en} />
          </Form.Item>
          <Form.Item className="span-4" name="owner" label={t("tag.owner")}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item className="span-4" name="folder_id" label={t("tag.folder")}>
            <Select
              options={[
                { value: "", label: t("tag.noFolder") },
                ...folders.map((each) => ({ value: each.folder_id, label: each.name })),
              ]}
            />
          </Form.Item>
          <Form.Item className="span-4" name="family" label={t("tag.family")}>
            <Select
              options={(["explicit", "implicit"] as const).map((value) => ({
                value,
                label: t(`tag.families.${value}`),
              }))}
            />
          </Form.Item>
          <Form.Item
            className="span-4"
            name="is_sensitive"
            label={t("attribute.sensitive")}
            extra={t("attribute.sensitiveHint")}
            valuePropName="checked"
          >
            <Switch />
          </Form.Item>
          <Form.Item className="span-12" name="description" label={t("tag.description")}>
            <Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} />
          </Form.Item>
        </div>
        {saving.error ? <Problem error={saving.error} /> : null}
        <div className="row">
          <Button type="primary" htmlType="submit" loading={saving.isPending}>
            {t("common.save")}
          </Button>
          <Button onClick={done}>{t("common.cancel")}</Button>
        </div>
      </Form>
    </Panel>
  );
}
