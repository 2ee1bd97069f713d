import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { App, Button, Select, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { changeSource, removeSource, type Source, sourceQuery } from "@/api/sources";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Stat } from "@/ui/stat";
import { useFailure } from "@/ui/use-failure";
import { FirstEvent } from "./first-event";
import { SnippetPanel } from "./snippet-panel";
import { SDKS, type Sdk } from "./snippets";

/** One source: what to paste where, and the events that come of it. */
export function SourcePage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const client = useQueryClient();
  const fail = useFailure();
  const { source: id } = useParams({ strict: false }) as { source: string };
  const asked = useQuery(sourceQuery(project, id));
  const source = asked.data;
  const changing = useMutation({
    mutationFn: (sdk: Sdk) => changeSource(project, id, { sdk }),
    onSuccess: () => client.invalidateQueries({ queryKey: [project, "sources"] }),
    onError: fail,
  });
  const isOurs = may("owner") && source && !source.revoked_at;
  return (
    <Page
      title={source?.name ?? t("source.title")}
      about={source ? <About source={source} /> : null}
      tools={isOurs ? <Revoke source={source} /> : null}
    >
      <Loaded asked={asked} rows={8}>
        {(answer) => {
          const sdk = SDKS.find((each) => each === answer.sdk) ?? "http";
          return (
            <div className="stack">
              <Numbers source={answer} />
              <SnippetPanel
                source={answer}
                sdk={sdk}
                choice={
                  <Select
                    aria-label={t("source.sdk")}
                    style={{ minWidth: 240 }}
                    value={sdk}
                    disabled={!isOurs}
                    loading={changing.isPending}
                    options={SDKS.map((value) => ({ value, label: t(`source.kind.${value}`) }))}
                    onChange={(next: Sdk) => changing.mutate(next)}
                  />
                }
              />
              <FirstEvent source={answer} />
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}

function About({ source }: { source: Source }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <span className="row">
      {source.revoked_at ? <Tag>{t("source.revoked")}</Tag> : <Tag color="success">{t("source.active")}</Tag>}
      <span className="note">
        {t("source.prefix")} <code>{source.prefix}…</code> · {t("source.lastUsed")}{" "}
        {format.instant(source.last_used_at)}
      </span>
    </span>
  );
}

function Numbers({ source }: { source: Source }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="stats">
      {(["received", "accepted", "repaired", "duplicate", "rejected"] as const).map((name) => (
        <Stat key={name} label={`${t(`watch.outcome.${name}`)} · 24 h`}>
          {format.whole(source.day[name])}
        </Stat>
      ))}
    </div>
  );
}

function Revoke({ source }: { source: Source }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { modal } = App.useApp();
  const revoking = useMutation({
    mutationFn: () => removeSource(project, source.key_id),
    onSuccess: () => client.invalidateQueries({ queryKey: [project, "sources"] }),
    onError: useFailure(),
  });
  const ask = () =>
    void modal.confirm({
      title: `${t("source.revoke")}: ${source.name}`,
      content: t("source.revokeHint"),
      okText: t("source.revoke"),
      okButtonProps: { danger: true },
      onOk: () => revoking.mutateAsync(),
    });
  return (
    <Button danger onClick={ask}>
      {t("source.revoke")}
    </Button>
  );
}
