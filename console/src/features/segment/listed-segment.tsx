import { Button, Form, Input, Upload } from "antd";
import { useTranslation } from "react-i18next";
import type { SegmentDraft } from "@/api/segments";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";
import { NameField } from "./joined-segment";

interface Props {
  saving: boolean;
  error: unknown;
  onSave: (draft: SegmentDraft) => void;
}
interface Filled {
  name: string;
  kind: string;
  lines: string;
}

/** The first column of each line, without quotes. */
function firstColumn(lines: string): string[] {
  return lines
    .split(/\r?\n/)
    .map((line) => (line.split(/[,;\t]/)[0] ?? "").trim().replace(/^"|"$/g, ""))
    .filter(Boolean);
}

/** A fixed list of those who have an identity: pasted, or of a file. */
export function ListedSegment({ saving, error, onSave }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Filled>();
  return (
    <Panel>
      <Form<Filled>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: "user_id" }}
        onFinish={({ name, kind, lines }) =>
          onSave({ name: name.trim(), identities: { kind: kind.trim(), values: firstColumn(lines) } })
        }
      >
        <div className="grid">
          <NameField />
          <Form.Item
            className="span-4"
            name="kind"
            label={t("segment.make.kind")}
            rules={[{ required: true }]}
          >
            <Input />
          </Form.Item>
          <Form.Item
            className="span-12"
            name="lines"
            label={t("segment.make.lines")}
            rules={[{ required: true, whitespace: true, message: t("segment.make.linesNeeded") }]}
          >
            <Input.TextArea rows={6} />
          </Form.Item>
        </div>
        {error ? <Problem error={error} /> : null}
        <div className="row">
          <Upload
            accept=".csv,.txt"
            showUploadList={false}
            beforeUpload={async (file) => {
              form.setFieldValue("lines", await file.text());
              return false;
            }}
          >
            <Button>{t("segment.make.file")}</Button>
          </Upload>
          <Button type="primary" htmlType="submit" loading={saving}>
            {t("common.save")}
          </Button>
        </div>
      </Form>
    </Panel>
  );
}
