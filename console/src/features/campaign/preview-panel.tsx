import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Alert, InputNumber } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Campaign } from "@/api/campaign-types";
import { campaignPreviewQuery } from "@/api/campaigns";
import { outcomePeople } from "@/api/people";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useProject } from "@/lib/project-context";
import { useSettled } from "@/lib/use-settled";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { Reach } from "./reach";
import { TestSend } from "./test-send";

/** The e-mail as one person would get it, how many would, and what is in the way. */
export function PreviewPanel({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const [person, setPerson] = useState<number | null>(null);
  const asked = useQuery({
    ...campaignPreviewQuery(project, campaign.campaign_id, useSettled(person)),
    placeholderData: keepPreviousData,
  });
  const words = (reason: string) => t(`campaign.reason.${reason as "cooldown"}`, { defaultValue: reason });
  const unreachable = Object.entries(asked.data?.unreachable ?? {}).filter(([, people]) => people > 0);
  return (
    <Panel
      title={t("campaign.preview")}
      note={
        <InputNumber
          size="small"
          min={1}
          value={person}
          style={{ width: 180 }}
          prefix={t("campaign.previewFor")}
          placeholder={t("campaign.previewFirst")}
          aria-label={t("campaign.previewPerson")}
          onChange={setPerson}
        />
      }
    >
      <Loaded asked={asked} rows={8}>
        {(preview) => (
          <div className="stack" data-testid="preview">
            <Reach campaign={campaign} preview={preview} />
            {preview.is_projected ? <div className="note">{t("campaign.projected")}</div> : null}
            {unreachable.length > 0 ? (
              <Alert
                type="warning"
                showIcon
                title={t("campaign.unreachable")}
                description={unreachable.map(([reason, people]) => (
                  <div key={reason}>
                    {words(reason)}:{" "}
                    <PeopleNumber
                      value={people}
                      behind={{
                        title: `${campaign.name} · ${words(reason)}`,
                        source: outcomePeople(campaign.campaign_id, `unreachable.${reason}`),
                      }}
                    />
                  </div>
                ))}
              />
            ) : null}
            <div>
              <div className="note">
                {t("campaign.previewTo")}: {preview.to ?? "–"}
              </div>
              <strong>{preview.subject}</strong>
            </div>
            {preview.html ? (
              <iframe title={t("campaign.preview")} sandbox="" srcDoc={preview.html} className="mail" />
            ) : (
              <pre className="mail">{preview.text}</pre>
            )}
            <TestSend campaign={campaign.campaign_id} />
          </div>
        )}
      </Loaded>
    </Panel>
  );
}
