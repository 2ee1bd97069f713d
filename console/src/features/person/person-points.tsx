import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { personPointsQuery } from "@/api/points";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { AdjustPoints } from "./adjust-points";

/** The person's account of points, line by line. */
export function PersonPoints({ person }: { person: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const may = useMay();
  const asked = useQuery(personPointsQuery(project, person));
  return (
    <Panel
      title={t("people.person.pointsHistory")}
      note={may("operator") ? <AdjustPoints person={person} /> : null}
    >
      <Loaded asked={asked} rows={3}>
        {({ statement }) =>
          statement.length === 0 ? (
            <span className="note">{t("people.person.noMoves")}</span>
          ) : (
            <dl className="facts">
              {statement.slice(0, 8).map((posting) => (
                <div key={posting.transaction_id}>
                  <dt>{format.instant(posting.at)}</dt>
                  <dd>
                    <strong>
                      {posting.amount > 0 ? "+" : ""}
                      {format.whole(posting.amount)}
                    </strong>{" "}
                    <span className="note">
                      → {format.whole(posting.balance)} · {posting.reason}
                    </span>
                  </dd>
                </div>
              ))}
            </dl>
          )
        }
      </Loaded>
    </Panel>
  );
}
