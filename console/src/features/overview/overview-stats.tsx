import { useTranslation } from "react-i18next";
import type { Overview } from "@/api/overview";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { Sparkline } from "@/charts/sparkline/sparkline";
import { useFormat } from "@/lib/use-format";
import { Stat } from "@/ui/stat";
import { peopleBehind } from "./people-behind";

const DAILY = ["active", "new", "returned", "revenue"] as const;
const COUNTS = ["people", "active", "new", "kept", "returned"] as const;

/** The key figures; every count of people opens as people. */
export function OverviewStats({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const daily = (name: string) => {
    const values = DAILY.filter((each) => each === name).flatMap((each) =>
      overview.series.map((day) => day[each]),
    );
    return values.length > 1 ? <Sparkline label={t("overview.daily")} values={values} /> : null;
  };
  return (
    <div className="stats">
      {COUNTS.map((count) => {
        const source = peopleBehind(count, overview.range);
        return (
          <Stat
            key={count}
            label={t(`overview.${count}`)}
            hint={t(`overview.hint.${count}`)}
            below={daily(count)}
          >
            <PeopleNumber
              compact
              value={overview[count]}
              behind={{ title: t(`overview.${count}`), source }}
            />
          </Stat>
        );
      })}
      <Stat label={t("overview.revenue")} below={daily("revenue")}>
        <span title={format.whole(overview.revenue)}>{format.money(overview.revenue)}</span>
      </Stat>
      <Stat label={t("overview.orders")}>
        <span title={format.whole(overview.orders)}>{format.compact(overview.orders)}</span>
      </Stat>
    </div>
  );
}
