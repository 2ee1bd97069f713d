import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeDestination, type Destination } from "@/api/destinations";
import { useProject } from "@/lib/project-context";
import { Problem } from "@/ui/problem";
import { asBody, asFields, type DestinationFields } from "./destination-fields";
import { DestinationForm } from "./destination-form";

/** Changes what is sent and where; it goes on where it is. */
export function ChangeDestination({ destination }: { destination: Destination }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<DestinationFields>();
  const saving = useMutation({
    mutationFn: (fields: DestinationFields) =>
      changeDestination(project, destination.destination_id, asBody(fields, destination)),
    onSuccess: async () => {
      setOpen(false);
      await client.invalidateQueries({ queryKey: [project, "destinations"] });
    },
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("destination.edit")}</Button>
      <Modal
        open={open}
        width={820}
        title={destination.name}
        okText={t("common.save")}
        okButtonProps={{ loading: saving.isPending }}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <DestinationForm
          form={form}
          before={destination}
          first={asFields(destination)}
          onFinish={saving.mutate}
        />
        {saving.error ? <Problem error={saving.error} /> : null}
      </Modal>
    </>
  );
}
