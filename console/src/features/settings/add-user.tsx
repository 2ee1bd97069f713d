import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addUser } from "@/api/settings";
import type { Shape } from "@/api/shape";
import { useProject } from "@/lib/project-context";
import { FormDialog } from "@/ui/form-dialog";
import { ROLES } from "./roles";

/** Lets someone in; makes their account when they have none. */
export function AddUser() {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Shape<"MemberBody">>();
  const adding = useMutation({
    mutationFn: (member: Shape<"MemberBody">) => addUser(project, member),
    onSuccess: async () => {
      setOpen(false);
      await client.invalidateQueries({ queryKey: [project, "users"] });
    },
  });
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t("settings.users.invite")}
      </Button>
      <FormDialog<Shape<"MemberBody">>
        title={t("settings.users.invite")}
        okText={t("common.add")}
        form={form}
        first={{ role: "viewer" }}
        open={open}
        close={() => setOpen(false)}
        save={adding.mutate}
        saving={adding.isPending}
        error={adding.error}
      >
        <Form.Item name="email" label={t("settings.users.email")} rules={[{ required: true, type: "email" }]}>
          <Input autoFocus autoComplete="off" />
        </Form.Item>
        <Form.Item name="name" label={t("settings.users.name")}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="role" label={t("common.role")}>
          <Select
            options={ROLES.map((role) => ({
              value: role,
              label: `${t(`settings.users.roles.${role}`)} · ${t(`settings.users.roleHint.${role}`)}`,
            }))}
          />
        </Form.Item>
        <Form.Item name="password" label={t("settings.users.password")}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </FormDialog>
    </>
  );
}
