import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Progress, Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import {
  type ExportWish,
  exportFile,
  exportSegment,
  isUnderWay,
  type Segment,
  type SegmentExport,
  segmentExportsQuery,
  stopExport,
} from "@/api/segments";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";

const IDENTITY_KINDS = ["user_id", "email", "phone", "device_id"];

/** Takes the people out as a file, with what for; and what left before. */
export function SegmentExports({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const exports = useQuery(segmentExportsQuery(project, segment.segment_id));
  const asking = useMutation({
    mutationFn: (wish: ExportWish) => exportSegment(project, segment.segment_id, wish),
    onSuccess: () =>
      client.invalidateQueries({ queryKey: [project, "segments", segment.segment_id, "exports"] }),
  });
  return (
    <Panel title={t("segment.export.title")} note={t("segment.export.note")}>
      <div className="stack">
        <Wish onAsk={asking.mutate} isBusy={asking.isPending} />
        {asking.error ? <Problem error={asking.error} /> : null}
        <Loaded asked={exports} rows={2}>
          {(all) => (
            <ul className="plain-list">
              {all.map((each) => (
                <ExportLine key={each.export_id} each={each} />
              ))}
            </ul>
          )}
        </Loaded>
      </div>
    </Panel>
  );
}

function Wish({ onAsk, isBusy }: { onAsk: (wish: ExportWish) => void; isBusy: boolean }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const attributes = useQuery(catalogueQuery(project)).data?.attributes ?? [];
  const some = (names: string[]) => names.map((name) => ({ value: name, label: name }));
  return (
    <Form<ExportWish>
      layout="vertical"
      requiredMark={false}
      initialValues={{ format: "csv" }}
      onFinish={onAsk}
    >
      <div className="grid">
        <Form.Item
          className="span-6"
          name="purpose"
          label={t("segment.export.purpose")}
          rules={[{ required: true, min: 3, whitespace: true, message: t("segment.export.purposeNeeded") }]}
        >
          <Input maxLength={500} placeholder={t("segment.export.purposeHint")} />
        </Form.Item>
        <Form.Item className="span-6" name="identities" label={t("segment.export.identities")}>
          <Select mode="tags" placeholder={t("segment.export.nobody")} options={some(IDENTITY_KINDS)} />
        </Form.Item>
        <Form.Item className="span-6" name="columns" label={t("segment.export.columns")}>
          <Select mode="tags" options={some(attributes.map((each) => each.name))} />
        </Form.Item>
        <Form.Item className="span-3" name="format" label={t("segment.export.format")}>
          <Segmented
            options={[
              { value: "csv", label: "CSV" },
              { value: "parquet", label: "Parquet" },
            ]}
          />
        </Form.Item>
      </div>
      <Button htmlType="submit" loading={isBusy}>
        {t("segment.export.ask")}
      </Button>
    </Form>
  );
}

function ExportLine({ each }: { each: SegmentExport }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const client = useQueryClient();
  const stopping = useMutation({
    mutationFn: () => stopExport(project, each),
    onSuccess: () =>
      client.invalidateQueries({ queryKey: [project, "segments", each.segment_id, "exports"] }),
  });
  return (
    <li className="row">
      <span>{format.instant(each.requested_at)}</span>
      <strong>{each.purpose}</strong>
      <span className="note">{each.requested_by}</span>
      {each.state === "done" ? (
        <>
          <a href={exportFile(project, each)}>
            {t("segment.export.fetch", { n: format.whole(each.people ?? 0) })}
          </a>
          {each.withheld ? (
            <span className="note">{t("segment.export.withheld", { n: format.whole(each.withheld) })}</span>
          ) : null}
          {each.is_masked ? <span className="note">{t("segment.export.masked")}</span> : null}
        </>
      ) : null}
      {isUnderWay(each) ? (
        <>
          <Progress size="small" style={{ width: 160 }} percent={Math.round((each.progress ?? 0) * 100)} />
          <Button size="small" onClick={() => stopping.mutate()}>
            {t("segment.export.stop")}
          </Button>
        </>
      ) : null}
      {each.state === "failed" || each.state === "cancelled" ? (
        <span className="note">{each.error ?? t("segment.export.stopped")}</span>
      ) : null}
    </li>
  );
}
