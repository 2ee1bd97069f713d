import { useTranslation } from "react-i18next";
import type { PeopleSource } from "@/api/people";
import type { ValueResult } from "@/api/query-types";
import { usePeopleDrawer } from "@/builders/people-drawer/people-drawer-context";
import { TrendChart } from "@/charts/trend-chart/trend-chart";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

interface Props {
  curve: ValueResult["curve"];
  /** So many who bring most. */
  behind: (people: number) => PeopleSource;
}

/** What share the top so many percent of the people bring; a point opens them. */
export function Concentration({ curve, behind }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const fifth = curve.find((each) => each.share >= 0.2);
  return (
    <Panel
      title={t("value.curve")}
      note={
        fifth
          ? t("value.said", { top: format.percent(fifth.share), amount: format.percent(fifth.amount_share) })
          : null
      }
    >
      <TrendChart
        area
        height={260}
        most={1}
        label={t("value.curve")}
        labels={curve.map((each) => format.percent(each.share, 0))}
        lines={[{ name: t("value.ofAmount"), values: curve.map((each) => each.amount_share) }]}
        zone={t("value.ofPeople")}
        value={(share) => format.percent(share)}
        onPick={(_, at) => {
          const point = curve[at];
          if (!point) return;
          open({
            title: t("value.top", { n: format.whole(point.people) }),
            source: behind(point.people),
          });
        }}
      />
    </Panel>
  );
}
