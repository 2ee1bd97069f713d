import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Select, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { createKey } from "@/api/settings";
import type { Shape } from "@/api/shape";
import { useProject } from "@/lib/project-context";
import { FormDialog } from "@/ui/form-dialog";
import { ROLES } from "./roles";

/** Makes a key and shows its secret, this once. */
export function NewKey() {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Shape<"KeyCreateBody">>();
  const kind = Form.useWatch("kind", form);
  const creating = useMutation({
    mutationFn: (key: Shape<"KeyCreateBody">) => createKey(project, key),
    onSuccess: () => client.invalidateQueries({ queryKey: [project, "keys"] }),
  });
  const close = () => {
    setOpen(false);
    creating.reset();
  };
  const secret = creating.data?.secret;
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t("settings.keys.new")}
      </Button>
      <FormDialog<Shape<"KeyCreateBody">>
        open={open}
        title={t("settings.keys.new")}
        okText={t(secret ? "common.done" : "common.create")}
        form={form}
        first={{ kind: "write", role: "analyst" }}
        save={secret ? close : creating.mutate}
        saving={creating.isPending}
        error={creating.error}
        close={close}
      >
        {secret ? (
          <Alert
            type="warning"
            showIcon
            title={t("settings.keys.secret")}
            description={<Typography.Text copyable={{ text: secret }}>{secret}</Typography.Text>}
          />
        ) : (
          <>
            <Form.Item name="name" label={t("common.name")} rules={[{ required: true, whitespace: true }]}>
              <Input autoFocus maxLength={100} />
            </Form.Item>
            <Form.Item name="kind" label={t("settings.keys.kind")}>
              <Select
                options={(["write", "api"] as const).map((value) => ({
                  value,
                  label: t(`settings.keys.kinds.${value}`),
                }))}
              />
            </Form.Item>
            {kind === "api" ? (
              <Form.Item name="role" label={t("common.role")}>
                <Select
                  options={ROLES.map((role) => ({ value: role, label: t(`settings.users.roles.${role}`) }))}
                />
              </Form.Item>
            ) : null}
          </>
        )}
      </FormDialog>
    </>
  );
}
