import { useTranslation } from "react-i18next";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

/** How many pairs do not join their persons, by reason. */
export function RefusalCounts({ refusals }: { refusals: Record<string, number> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counted = Object.entries(refusals).sort(([, one], [, other]) => other - one);
  return (
    <Panel title={t("identity.kinds.refusals")}>
      {counted.length === 0 ? <span className="note">{t("identity.kinds.noRefusals")}</span> : null}
      <dl className="facts">
        {counted.map(([reason, count]) => (
          <div key={reason}>
            <dt>{t(`identity.reasons.${reason as "unbound"}`, { defaultValue: reason })}</dt>
            <dd>{format.whole(count)}</dd>
          </div>
        ))}
      </dl>
      <div className="note">{t("identity.kinds.refusalsHint")}</div>
    </Panel>
  );
}
