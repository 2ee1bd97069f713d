import { InboxOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Skeleton, Upload } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { previewImport } from "@/api/imports";
import { useProject } from "@/lib/project-context";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";
import { MappingEditor } from "./mapping-editor";

/** Choose a file; its first rows and a mapping follow. */
export function NewImport() {
  const { t } = useTranslation();
  const { project } = useProject();
  const [file, setFile] = useState<File | null>(null);
  const preview = useMutation({ mutationFn: (chosen: File) => previewImport(project, chosen) });
  const choose = (chosen: File) => {
    setFile(chosen);
    preview.mutate(chosen);
    return false;
  };
  const again = () => {
    setFile(null);
    preview.reset();
  };
  if (file && preview.data) return <MappingEditor file={file} preview={preview.data} again={again} />;
  return (
    <Panel>
      {preview.isPending ? (
        <Skeleton active paragraph={{ rows: 4 }} title={false} aria-label={t("data.imports.reading")} />
      ) : (
        <Upload.Dragger beforeUpload={choose} showUploadList={false} multiple={false}>
          <InboxOutlined style={{ fontSize: 28, color: "var(--accent)" }} />
          <div>{t("data.imports.drop")}</div>
          <div className="note">{t("data.imports.dropHint")}</div>
        </Upload.Dragger>
      )}
      {preview.error ? <Problem error={preview.error} retry={() => file && preview.mutate(file)} /> : null}
    </Panel>
  );
}
