import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, InputNumber } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { adjustPoints } from "@/api/points";
import { useProject } from "@/lib/project-context";
import { requestKey } from "@/lib/request-key";
import { FormDialog } from "@/ui/form-dialog";

interface Change {
  points: number;
  reason: string;
}

/** Grants or takes points by hand, with a reason. */
export function AdjustPoints({ person }: { person: number }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const [key, setKey] = useState<string | null>(null);
  const [form] = Form.useForm<Change>();
  const adjusting = useMutation({
    mutationFn: (change: Change) => adjustPoints(project, person, { ...change, key: key ?? "" }),
    onSuccess: async () => {
      setKey(null);
      await client.invalidateQueries({ queryKey: [project] });
    },
  });
  return (
    <>
      <Button size="small" onClick={() => setKey(requestKey())}>
        {t("people.person.adjust")}
      </Button>
      <FormDialog<Change>
        title={t("people.person.adjust")}
        form={form}
        open={key !== null}
        close={() => setKey(null)}
        save={adjusting.mutate}
        saving={adjusting.isPending}
        error={adjusting.error}
      >
        <Form.Item name="points" label={t("people.person.adjustAmount")} rules={[{ required: true }]}>
          <InputNumber autoFocus precision={0} style={{ width: "100%" }} />
        </Form.Item>
        <Form.Item name="reason" label={t("people.person.adjustReason")} rules={[{ required: true }]}>
          <Input maxLength={500} />
        </Form.Item>
      </FormDialog>
    </>
  );
}
