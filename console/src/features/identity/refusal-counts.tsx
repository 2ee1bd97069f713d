import { Drawer } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Panel } from "@/ui/panel";
import { RefusalList } from "./refusal-list";

/** How many pairs do not join their persons, by reason; each count leads to its pairs. */
export function RefusalCounts({ refusals }: { refusals: Record<string, number> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const [reason, setReason] = useState<string | null>(null);
  const words = (name: string) => t(`identity.reasons.${name as "unbound"}`, { defaultValue: name });
  const counted = Object.entries(refusals).sort(([, one], [, other]) => other - one);
  return (
    <Panel title={t("identity.kinds.refusals")}>
      {counted.length === 0 ? <span className="note">{t("identity.kinds.noRefusals")}</span> : null}
      <dl className="facts">
        {counted.map(([name, count]) => (
          <div key={name}>
            <dt>{words(name)}</dt>
            <dd>
              {may("analyst") ? (
                <button
                  type="button"
                  className="people-link"
                  aria-label={`${words(name)}: ${format.whole(count)}`}
                  onClick={() => setReason(name)}
                >
                  {format.whole(count)}
                </button>
              ) : (
                format.whole(count)
              )}
            </dd>
          </div>
        ))}
      </dl>
      <div className="note">{t("identity.kinds.refusalsHint")}</div>
      <Drawer
        open={reason !== null}
        size={720}
        title={reason ? `${t("identity.kinds.refusals")} · ${words(reason)}` : null}
        onClose={() => setReason(null)}
        destroyOnHidden
      >
        {reason ? <RefusalList reason={reason} /> : null}
      </Drawer>
    </Panel>
  );
}
