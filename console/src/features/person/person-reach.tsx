import { Link } from "@tanstack/react-router";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Person } from "@/api/person";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Panel } from "@/ui/panel";

/** At which addresses the person may be written to, and what was sent with what answer. */
export function PersonReach({ person }: { person: Person }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  return (
    <>
      <Panel title={t("people.person.consents")}>
        <dl className="facts">
          {person.consents.map(({ channel, address, reason, at }) => (
            <div key={`${channel} ${address}`}>
              <dt>{t(`people.person.channels.${channel as "email"}`, { defaultValue: channel })}</dt>
              <dd>
                {address}{" "}
                <Tag color={reason ? "warning" : "success"} title={format.instant(at)}>
                  {reason
                    ? t(`people.person.notSent.${reason as "unsubscribed"}`, { defaultValue: reason })
                    : t("people.person.reachable")}
                </Tag>
              </dd>
            </div>
          ))}
        </dl>
        {person.consents.length === 0 ? <span className="note">{t("people.person.noAddress")}</span> : null}
      </Panel>
      <Panel title={t("people.person.messages")}>
        {person.messages.length === 0 ? <span className="note">{t("people.person.noMoves")}</span> : null}
        <dl className="facts">
          {person.messages.map((message) => (
            <div key={message.message_id}>
              <dt>{format.instant(message.at)}</dt>
              <dd>
                <Link to={path(`campaigns/${message.campaign_id}`)}>{message.campaign}</Link> ·{" "}
                {t(`campaign.outcome.${message.state as "sent"}`, { defaultValue: message.state })}
              </dd>
            </div>
          ))}
        </dl>
      </Panel>
    </>
  );
}
