import { useTranslation } from "react-i18next";
import type { Person } from "@/api/person";
import { inLanguage } from "@/api/said";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

const SHOWN_MAX = 6;

/** The stages the person went through, newest first, each with its cause. */
export function StageHistory({ person }: { person: Person }) {
  const { t } = useTranslation();
  const format = useFormat();
  const history = [...(person.stage?.history ?? [])].sort((a, b) => b.at.localeCompare(a.at));
  if (history.length === 0) return null;
  return (
    <Panel title={t("people.person.stageHistory")}>
      <dl className="facts">
        {history.slice(0, SHOWN_MAX).map((entry) => (
          <div key={`${entry.at}${entry.stage}`}>
            <dt>{format.day(entry.at)}</dt>
            <dd>
              {inLanguage(entry.label, format.language)}
              <div className="note">{inLanguage(entry.cause, format.language)}</div>
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
