import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Alert, Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Import, type ImportPreview, startImport } from "@/api/imports";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";
import { FirstRows } from "./first-rows";
import { rejectedTotal } from "./rejected-total";

interface Props {
  file: File;
  preview: ImportPreview;
  again: () => void;
}

/** The first rows beside the mapping; try it, then import. */
export function MappingEditor({ file, preview, again }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [mapping, setMapping] = useState(preview.mapping);
  const [tried, setTried] = useState<Import | null>(null);
  const starting = useMutation({
    mutationFn: (dryRun: boolean) => startImport(project, file, mapping, dryRun),
    onSuccess: async (started, dryRun) => {
      if (dryRun) return setTried(started);
      await client.invalidateQueries({ queryKey: [project, "imports"] });
      await navigate({ to: path(`imports/${started.import_id}`) });
    },
  });
  const counts = tried?.counts;
  return (
    <Panel title={file.name} note={`${preview.format} · ${format.compact(Math.round(file.size / 1024))} KiB`}>
      <div className="stack">
        <FirstRows columns={preview.columns} rows={preview.rows} />
        <label htmlFor="mapping">{t("data.imports.mapping")}</label>
        <Input.TextArea
          id="mapping"
          className="code"
          spellCheck={false}
          autoSize={{ minRows: 8, maxRows: 24 }}
          value={mapping}
          onChange={(event) => setMapping(event.target.value)}
        />
        {starting.error ? <Problem error={starting.error} /> : null}
        {tried && counts ? (
          <Alert
            type="info"
            showIcon
            title={t("data.imports.dryRunDone")}
            description={`${t("data.imports.received")} ${format.whole(counts.received)} · ${t("data.imports.accepted")} ${format.whole(counts.accepted)} · ${t("data.imports.repaired")} ${format.whole(counts.repaired)} · ${t("data.imports.duplicate")} ${format.whole(counts.duplicate)} · ${t("data.imports.rejected")} ${format.whole(rejectedTotal(tried))}`}
          />
        ) : null}
        <div className="row">
          <Button type="primary" loading={starting.isPending} onClick={() => starting.mutate(false)}>
            {t("data.imports.run")}
          </Button>
          <Button
            loading={starting.isPending}
            title={t("data.imports.dryRunHint")}
            onClick={() => starting.mutate(true)}
          >
            {t("data.imports.dryRun")}
          </Button>
          <Button type="text" onClick={again}>
            {t("data.imports.another")}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
