import { useTranslation } from "react-i18next";
import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { Stat } from "@/ui/stat";

interface Props {
  tiers: { tier: string; people: number; amount: number }[];
  /** What all bring together. */
  amount: number;
  gini: number;
  /** What the amount is of, where it is not money. */
  write?: (amount: number) => string;
  behind: (tier: string, title: string) => PeopleBehind | null;
}

/** How many are in each tier and what they bring, and how unequal that is. */
export function TierStats({ tiers, amount, gini, write, behind }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="stats">
      {tiers.map((each) => {
        const name = t(`value.tier.${each.tier as "high"}`);
        return (
          <Stat
            key={each.tier}
            label={name}
            below={t("value.brings", {
              amount: (write ?? format.money)(each.amount),
              share: format.percent(each.amount / (amount || 1)),
            })}
          >
            <PeopleNumber value={each.people} behind={behind(each.tier, name)} />
          </Stat>
        );
      })}
      <Stat label={t("value.gini")} hint={t("value.giniHint")}>
        {gini.toFixed(2)}
      </Stat>
    </div>
  );
}
