import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { type FormDraft, type Form as OurForm, saveForm } from "@/api/forms";
import { useProject } from "@/lib/project-context";
import { FormDialog } from "@/ui/form-dialog";
import { FormQuestion } from "./form-question";

interface Props {
  form: OurForm | null;
  close: () => void;
}

const QUESTION: FormDraft["fields"][number] = {
  name: "",
  label: "",
  label_en: "",
  type: "text",
  is_required: false,
  options: [],
  identity: "",
  attribute: "",
  help: "",
};

function firstDraft(label: string): FormDraft {
  return {
    name: "",
    title: "",
    title_en: "",
    intro: "",
    fields: [
      {
        ...QUESTION,
        name: "phone",
        label,
        label_en: "Phone",
        type: "phone",
        is_required: true,
        identity: "phone",
      },
    ],
    consent: "",
    button: "",
    thanks: "",
    redirect: "",
    embed_on: ["*"],
  };
}

/** What a form asks, and what becomes of the answers. */
export function FormEditor({ form: before, close }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const [form] = Form.useForm<FormDraft>();
  const saving = useMutation({
    mutationFn: (draft: FormDraft) => {
      const fields = draft.fields.map((field) => ({ ...QUESTION, ...field }));
      return saveForm(project, before?.form_id ?? null, { ...draft, fields });
    },
    onSuccess: async () => {
      close();
      await client.invalidateQueries({ queryKey: [project, "forms"] });
    },
  });
  const required = [{ required: true, whitespace: true }];
  return (
    <FormDialog<FormDraft>
      title={t(before ? "form.edit" : "form.new")}
      width={920}
      form={form}
      first={before ?? firstDraft(t("form.types.phone"))}
      close={close}
      save={saving.mutate}
      saving={saving.isPending}
      error={saving.error}
    >
      <div className="grid">
        <Form.Item className="span-4" name="name" label={t("common.name")} rules={required}>
          <Input autoFocus maxLength={100} />
        </Form.Item>
        <Form.Item className="span-4" name="title" label={t("form.pageTitle")} rules={required}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item className="span-4" name="title_en" label={t("form.pageTitleEn")}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item className="span-12" name="intro" label={t("form.intro")}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
      </div>
      <Form.List name="fields">
        {(fields, { add, remove }) => (
          <div className="stack">
            {fields.map(({ key, name }) => (
              <FormQuestion key={key} at={name} remove={() => remove(name)} />
            ))}
            <Button onClick={() => add({ ...QUESTION })}>{t("form.addField")}</Button>
          </div>
        )}
      </Form.List>
      <div className="grid" style={{ marginTop: 16 }}>
        <Form.Item className="span-12" name="consent" label={t("form.consent")} extra={t("form.consentHint")}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item className="span-4" name="button" label={t("form.button")}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item className="span-4" name="thanks" label={t("form.thanks")}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item className="span-4" name="redirect" label={t("form.redirect")} rules={[{ type: "url" }]}>
          <Input placeholder="https://" />
        </Form.Item>
        <Form.Item
          className="span-12"
          name="embed_on"
          label={t("form.embedOn")}
          extra={t("form.embedOnHint")}
        >
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
      </div>
    </FormDialog>
  );
}
