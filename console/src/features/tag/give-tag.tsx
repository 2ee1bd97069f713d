import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Select, Upload } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { segmentsQuery } from "@/api/segments";
import { giveTag, importTag, type TagFull } from "@/api/tags";
import { useProject } from "@/lib/project-context";
import { Panel } from "@/ui/panel";
import { useFailure } from "@/ui/use-failure";

/** Gives a value to a segment or takes it back, or reads values from a file. */
export function GiveTag({ tag }: { tag: TagFull }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  const fail = useFailure();
  const segments = useQuery(segmentsQuery(project)).data ?? [];
  const [value, setValue] = useState(tag.spread.sizes[0]?.value ?? "");
  const [segment, setSegment] = useState("");
  const [identity, setIdentity] = useState("user_id");
  const doing = useMutation({
    mutationFn: (act: () => Promise<string>) => act(),
    onSuccess: async (said) => {
      void message.success(said);
      await client.invalidateQueries({ queryKey: [project, "tags"] });
    },
    onError: fail,
  });
  const give = (take: boolean) =>
    doing.mutate(async () => {
      const { people } = await giveTag(project, tag.tag_id, { value, segment, take });
      return t("tag.giveDone", { n: people });
    });
  const read = (file: Blob) =>
    doing.mutate(async () => {
      const done = await importTag(project, tag.tag_id, { identity, text: await file.text() });
      return t("tag.importDone", { ...done });
    });
  const ready = value !== "" && segment !== "";
  return (
    <Panel title={t("tag.give")}>
      <div className="row">
        <Input
          style={{ width: 180 }}
          value={value}
          aria-label={t("tag.value")}
          placeholder={t("tag.value")}
          onChange={(event) => setValue(event.target.value)}
        />
        <Select
          showSearch
          style={{ width: 240 }}
          aria-label={t("tag.giveTo")}
          placeholder={t("tag.giveTo")}
          value={segment || null}
          options={segments.map((each) => ({ value: each.segment_id, label: each.name }))}
          onChange={(id) => setSegment(id ?? "")}
        />
        <Button type="primary" disabled={!ready} loading={doing.isPending} onClick={() => give(false)}>
          {t("tag.give")}
        </Button>
        <Button disabled={!ready} onClick={() => give(true)}>
          {t("tag.take")}
        </Button>
      </div>
      <div className="row" style={{ marginTop: 12 }}>
        <Input
          style={{ width: 180 }}
          value={identity}
          prefix={t("tag.identity")}
          aria-label={t("tag.identity")}
          onChange={(event) => setIdentity(event.target.value)}
        />
        <Upload
          accept=".csv,text/csv"
          showUploadList={false}
          beforeUpload={(file) => {
            read(file);
            return false;
          }}
        >
          <Button>{t("tag.importFile")}</Button>
        </Upload>
        <span className="note">{t("tag.importHint")}</span>
      </div>
    </Panel>
  );
}
