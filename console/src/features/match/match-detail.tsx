import { Link } from "@tanstack/react-router";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Match } from "@/api/matches";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Panel } from "@/ui/panel";
import { Stat } from "@/ui/stat";
import { MatchActs } from "./match-acts";
import { MatchFields } from "./match-fields";
import { probabilityWords } from "./probability";

/** One pair: both persons, what each field says, and the decision. */
export function MatchDetail({ match }: { match: Match }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  const masked = match.fields.some((field) => field.masked);
  return (
    <Panel className="stack">
      <div className="stats">
        <Stat label={t("match.probability")} hint={t("match.probabilityHint")}>
          {probabilityWords(match.probability, format.percent)}
        </Stat>
        {(["left", "right"] as const).map((side) => (
          <Stat
            key={side}
            word
            label={t(`match.${side}`)}
            below={match[side].identities.map(({ kind, value }) => `${kind} ${value}`).join(" · ")}
          >
            <Link
              to={path(`people/${match[side].person_id}`)}
              aria-label={`${t("match.openPerson")} #${match[side].person_id}`}
            >
              #{match[side].person_id}
            </Link>
          </Stat>
        ))}
      </div>
      {match.merged ? <Tag color="success">{t("match.mergedBy")}</Tag> : null}
      <MatchFields match={match} />
      {masked ? <div className="note">{t("match.masked")}</div> : null}
      {match.decided_at ? (
        <div className="note">
          {t("match.decidedBy", {
            who: match.decided_by === "match" ? t("match.automatic") : (match.decided_by ?? "–"),
            when: format.instant(match.decided_at),
          })}
        </div>
      ) : null}
      <MatchActs match={match} />
    </Panel>
  );
}
