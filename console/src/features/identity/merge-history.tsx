import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { PersonGraph } from "@/api/identities";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Panel } from "@/ui/panel";
import { TakeBack } from "./take-back";

/** What became of the person's ids, newest first; what was said by hand can be taken back. */
export function MergeHistory({ merges }: { merges: PersonGraph["merges"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  return (
    <Panel title={t("identity.history.title")}>
      {merges.length === 0 ? <span className="note">{t("identity.history.none")}</span> : null}
      <dl className="facts">
        {merges.map((each) => (
          <div key={`${each.batch}-${each.person_id}`}>
            <dt>{format.instant(each.recorded_at ?? each.at)}</dt>
            <dd>
              {each.to === each.person_id
                ? t("identity.history.alone", { id: each.person_id })
                : t("identity.history.merged", { id: each.person_id, to: each.to })}
              <div className="note">
                {[
                  t(`identity.causes.${each.cause as "manual"}`, { defaultValue: each.cause }),
                  each.actor,
                  each.note,
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </div>
              {each.in_force && each.claim_id && may("operator") ? <TakeBack claim={each.claim_id} /> : null}
              {each.claim_id && !each.in_force ? <Tag>{t("identity.history.withdrawn")}</Tag> : null}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
