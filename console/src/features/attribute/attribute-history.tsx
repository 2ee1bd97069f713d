import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type AttributeFull, attributeHistoryQuery } from "@/api/attributes";
import { inLanguage } from "@/api/said";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { behindAttribute, shareOf } from "./attribute-names";

/** How many people had each value at the end of each day; a point opens them. */
export function AttributeHistoryPanel({ attribute }: { attribute: AttributeFull }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const open = usePeopleDrawer();
  const history = useQuery(attributeHistoryQuery(project, attribute.name));
  return (
    <Panel title={t("attribute.history")} note={t("attribute.historyHint")}>
      <Loaded asked={history} rows={4}>
        {({ days }) => {
          const last = days.at(-1);
          if (!last || days.length < 2) return <span className="note">{t("tag.oneDay")}</span>;
          const values = [...new Set(days.flatMap((each) => Object.keys(each.people)))].sort(
            (a, b) => (last.people[b] ?? 0) - (last.people[a] ?? 0),
          );
          const only = values.length === 1;
          const called = (value: string) => value || t(only ? "tag.people" : "attribute.others");
          const pick = (line: number, at: number) => {
            const value = values[line] ?? "";
            const share = shareOf(attribute, value, only);
            const day = days[at]?.day;
            if (share === undefined || day === undefined) return;
            const title = `${inLanguage(attribute.label, format.language)} · ${called(value)} · ${day}`;
            open(behindAttribute(attribute.name, title, share, day));
          };
          return (
            <TrendChart
              height={260}
              label={t("attribute.history")}
              labels={days.map((each) => each.day.slice(5))}
              lines={values.map((value) => ({
                name: called(value),
                values: days.map((each) => each.people[value] ?? 0),
              }))}
              zone={format.zone}
              value={format.compact}
              onPick={pick}
            />
          );
        }}
      </Loaded>
    </Panel>
  );
}
