import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { inLanguage } from "@/api/said";
import { type TagFull, type TagHistory, tagHistoryQuery } from "@/api/tags";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";

const LINES_MAX = 8;

/** How many people had each value by day; a point opens them. */
export function TagHistoryPanel({ tag }: { tag: TagFull }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const open = usePeopleDrawer();
  const history = useQuery(tagHistoryQuery(project, tag.tag_id));
  const values = tag.spread.sizes.slice(0, LINES_MAX);
  const said = (value: string) =>
    inLanguage(tag.spread.sizes.find((size) => size.value === value)?.label, format.language) || value;
  const pick = ({ days }: TagHistory, line: number, at: number) => {
    const [value, day] = [values[line]?.value, days[at]?.day];
    if (!value || !day) return;
    open({
      title: `${inLanguage(tag.label, format.language)} · ${said(value)} · ${day}`,
      source: { kind: "named", named: { tag: { tag_id: tag.tag_id, value, on: day, part: "holders" } } },
    });
  };
  return (
    <Loaded asked={history} rows={4}>
      {(found) => (
        <div className="grid">
          <Panel title={t("tag.history")} className="span-8">
            {found.days.length < 2 ? (
              <span className="note">{t("tag.oneDay")}</span>
            ) : (
              <TrendChart
                height={260}
                label={t("tag.history")}
                labels={found.days.map((each) => each.day.slice(5))}
                lines={values.map((size) => ({
                  name: inLanguage(size.label, format.language),
                  values: found.days.map((each) => each.people[size.value] ?? 0),
                }))}
                zone={format.zone}
                value={format.compact}
                onPick={(line, at) => pick(found, line, at)}
              />
            )}
          </Panel>
          <Panel title={t("tag.moves")} className="span-4">
            <TagMoves tag={tag} history={found} said={said} />
          </Panel>
        </div>
      )}
    </Loaded>
  );
}

interface MovesProps {
  tag: TagFull;
  history: TagHistory;
  said: (value: string) => string;
}

function TagMoves({ tag, history, said }: MovesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const behind = (move: TagHistory["moves"][number], part: "gained" | "lost") => ({
    title: `${inLanguage(tag.label, format.language)} · ${said(move.value)} · ${move.day} · ${t(`tag.${part}`)}`,
    source: {
      kind: "named" as const,
      named: { tag: { tag_id: tag.tag_id, value: move.value, on: move.day, part } },
    },
  });
  if (history.moves.length === 0) return <span className="note">{t("tag.noMoves")}</span>;
  return (
    <div style={{ maxHeight: 280, overflow: "auto" }}>
      <table className="plain" aria-label={t("tag.moves")}>
        <thead>
          <tr>
            <th>{t("score.day")}</th>
            <th>{t("tag.value")}</th>
            <th className="num">{t("tag.gained")}</th>
            <th className="num">{t("tag.lost")}</th>
          </tr>
        </thead>
        <tbody>
          {history.moves.map((move) => (
            <tr key={`${move.day} ${move.value}`}>
              <td>{move.day.slice(5)}</td>
              <td>{said(move.value)}</td>
              {(["gained", "lost"] as const).map((part) => (
                <td key={part} className="num">
                  <PeopleNumber value={move[part]} behind={move[part] > 0 ? behind(move, part) : null} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
