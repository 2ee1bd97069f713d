import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Form, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { createSource, writeKeyOf } from "@/api/sources";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";
import { FormDialog } from "@/ui/form-dialog";
import { SDKS } from "./snippets";

/** Makes a source and leads to its snippet; the key is kept in this tab until the page is left. */
export function NewSource() {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const navigate = useNavigate();
  const path = usePath();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ name: string; sdk: string }>();
  const creating = useMutation({
    mutationFn: (draft: { name: string; sdk: string }) => createSource(project, draft),
    onSuccess: async (made) => {
      client.setQueryData(writeKeyOf(project, made.key_id), made.write_key);
      await client.invalidateQueries({ queryKey: [project, "sources"] });
      await navigate({ to: path(`sources/${made.key_id}`) });
    },
  });
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t("source.new")}
      </Button>
      <FormDialog<{ name: string; sdk: string }>
        title={t("source.new")}
        okText={t("common.create")}
        form={form}
        first={{ sdk: "stayflow-web" }}
        open={open}
        close={() => setOpen(false)}
        save={creating.mutate}
        saving={creating.isPending}
        error={creating.error}
      >
        <Form.Item name="name" label={t("source.name")} rules={[{ required: true, whitespace: true }]}>
          <Input autoFocus maxLength={100} />
        </Form.Item>
        <Form.Item name="sdk" label={t("source.sdk")}>
          <Select options={SDKS.map((value) => ({ value, label: t(`source.kind.${value}`) }))} />
        </Form.Item>
      </FormDialog>
    </>
  );
}
