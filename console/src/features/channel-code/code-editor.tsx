import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { type ChannelCode, type ChannelCodeDraft, saveChannelCode } from "@/api/channel-codes";
import { readPairs, writePairs } from "@/lib/pairs";
import { useProject } from "@/lib/project-context";
import { FormDialog } from "@/ui/form-dialog";

const UTM = ["source", "medium", "campaign", "content", "term"] as const;

type Fields = Omit<ChannelCodeDraft, "parameters"> & { parameters: string };

interface Props {
  code: ChannelCode | null;
  close: () => void;
}

/** Where a code leads, and what is known of whoever comes by it. */
export function CodeEditor({ code, close }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const saving = useMutation({
    mutationFn: (fields: Fields) => {
      const given = Object.fromEntries(UTM.map((name) => [name, fields[name] ?? ""]));
      const draft = { ...fields, ...given, parameters: readPairs(fields.parameters ?? "") ?? {} };
      return saveChannelCode(project, code?.code_id ?? null, draft);
    },
    onSuccess: async () => {
      close();
      await client.invalidateQueries({ queryKey: [project, "channel-codes"] });
    },
  });
  const first = code ? { ...code, parameters: writePairs(code.parameters) } : {};
  const rightPairs = (_: unknown, text: string) =>
    readPairs(text ?? "") ? Promise.resolve() : Promise.reject(new Error(t("code.parametersWrong")));
  return (
    <FormDialog<Fields>
      title={t(code ? "code.edit" : "code.new")}
      width={720}
      form={form}
      first={first}
      close={close}
      save={saving.mutate}
      saving={saving.isPending}
      error={saving.error}
    >
      <div className="grid">
        <Form.Item
          className="span-12"
          name="name"
          label={t("common.name")}
          rules={[{ required: true, whitespace: true }]}
        >
          <Input autoFocus maxLength={100} />
        </Form.Item>
        <Form.Item
          className="span-12"
          name="target"
          label={t("code.target")}
          extra={t("code.targetHint")}
          rules={[{ required: true, type: "url" }]}
        >
          <Input placeholder="https://www.example.com/spring" />
        </Form.Item>
        {UTM.map((name) => (
          <Form.Item key={name} className="span-4" name={name} label={`utm_${name}`}>
            <Input maxLength={200} />
          </Form.Item>
        ))}
        <Form.Item
          className="span-12"
          name="parameters"
          label={t("code.parameters")}
          extra={t("code.parametersHint")}
          rules={[{ validator: rightPairs }]}
        >
          <Input.TextArea rows={2} className="code" />
        </Form.Item>
      </div>
    </FormDialog>
  );
}
