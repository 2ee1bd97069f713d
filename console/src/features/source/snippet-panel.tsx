import { useQueryClient } from "@tanstack/react-query";
import { Alert, Tabs, Typography } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Source, writeKeyOf } from "@/api/sources";
import { useProject } from "@/lib/project-context";
import { Panel } from "@/ui/panel";
import { type Sdk, SNIPPETS } from "./snippets";
import "./source.css";

interface Props {
  source: Source;
  sdk: Sdk;
  choice: ReactNode;
}

/** The code to paste, with this server's address and, right after the source was made, its key. */
export function SnippetPanel({ source, sdk, choice }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const secret = useQueryClient().getQueryData<string>(writeKeyOf(project, source.key_id));
  const host = window.location.origin;
  const key = secret ?? `${source.prefix}…`;
  return (
    <Panel title={t("source.snippet")} note={choice}>
      <div className="stack">
        {secret ? (
          <Alert
            type="warning"
            showIcon
            title={t("source.secretTitle")}
            description={
              <Typography.Text code copyable={{ text: secret }}>
                {secret}
              </Typography.Text>
            }
          />
        ) : (
          <div className="note">{t("source.secretGone", { prefix: source.prefix })}</div>
        )}
        <div className="note">{t("source.snippetHint", { host })}</div>
        <Tabs
          key={sdk}
          items={(SNIPPETS[sdk] ?? []).map(({ place, code }) => ({
            key: place,
            label: place,
            children: (
              <Typography.Paragraph className="snippet" copyable={{ text: code(host, key) }}>
                <pre>{code(host, key)}</pre>
              </Typography.Paragraph>
            ),
          }))}
        />
      </div>
    </Panel>
  );
}
