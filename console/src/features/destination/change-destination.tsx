import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeDestination, type Destination } from "@/api/destinations";
import { useProject } from "@/lib/project-context";
import { FormDialog } from "@/ui/form-dialog";
import { asBody, asFields, type DestinationFields } from "./destination-fields";
import { DestinationItems } from "./destination-items";
import { useDestinationKinds } from "./use-destination-kinds";

/** Changes what is sent and where; it goes on where it is. */
export function ChangeDestination({ destination }: { destination: Destination }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const asks = useDestinationKinds().asksOf(destination.kind);
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<DestinationFields>();
  const saving = useMutation({
    mutationFn: (fields: DestinationFields) =>
      changeDestination(project, destination.destination_id, asBody(fields, asks, destination)),
    onSuccess: async () => {
      // What is stored is known before the form can be opened again: it would begin with what was there before.
      await client.invalidateQueries({ queryKey: [project, "destinations"] });
      setOpen(false);
    },
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("destination.edit")}</Button>
      <FormDialog<DestinationFields>
        open={open}
        width={820}
        title={destination.name}
        form={form}
        first={asFields(destination, asks)}
        save={saving.mutate}
        saving={saving.isPending}
        error={saving.error}
        close={() => setOpen(false)}
      >
        <DestinationItems form={form} before={destination} first={asFields(destination, asks)} />
      </FormDialog>
    </>
  );
}
