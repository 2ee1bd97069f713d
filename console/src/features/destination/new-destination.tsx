import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Alert, Button, Form, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { createDestination } from "@/api/destinations";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";
import { FormDialog } from "@/ui/form-dialog";
import { asBody, type DestinationFields, NEW } from "./destination-fields";
import { DestinationItems } from "./destination-items";
import { useDestinationKinds } from "./use-destination-kinds";

/** Makes a destination and shows the secrets that were made for it, this once. */
export function NewDestination() {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const navigate = useNavigate();
  const path = usePath();
  const kinds = useDestinationKinds();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<DestinationFields>();
  const making = useMutation({
    mutationFn: (fields: DestinationFields) =>
      createDestination(project, {
        ...asBody(fields, kinds.asksOf(fields.kind), null),
        kind: fields.kind,
        start: fields.start,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: [project, "destinations"] }),
  });
  const made = making.data;
  const close = () => {
    setOpen(false);
    making.reset();
    if (made) void navigate({ to: path(`destinations/${made.destination_id}`) });
  };
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t("destination.new")}
      </Button>
      <FormDialog<DestinationFields>
        open={open}
        width={820}
        title={t("destination.new")}
        okText={t(made ? "common.done" : "common.create")}
        form={form}
        first={NEW}
        save={made ? close : making.mutate}
        saving={making.isPending}
        error={making.error}
        close={close}
      >
        {made ? (
          <div className="stack">
            {Object.entries(made.secrets).map(([name, secret]) => (
              <Alert
                key={name}
                type="warning"
                showIcon
                title={t("destination.secrets")}
                description={
                  <Typography.Text copyable={{ text: secret }}>
                    {name}: <code>{secret}</code>
                  </Typography.Text>
                }
              />
            ))}
            {Object.keys(made.secrets).length === 0 ? (
              <Alert type="success" showIcon title={t("common.saved")} />
            ) : null}
          </div>
        ) : (
          <DestinationItems form={form} before={null} first={NEW} />
        )}
      </FormDialog>
    </>
  );
}
