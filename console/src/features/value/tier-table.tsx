import { useTranslation } from "react-i18next";
import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

interface Props {
  tiers: { tier: string; people: number; amount: number }[];
  people: number;
  amount: number;
  write: (amount: number) => string;
  behind: (tier: string, title: string) => PeopleBehind;
}

const COLUMNS = ["people", "share", "amount", "amountShare", "average"] as const;

/** Each tier with its share of the people and of what they bring, and what one of them brings. */
export function TierTable({ tiers, people, amount, write, behind }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Panel title={t("value.ask.tiers")} className="scroll">
      <table className="plain" aria-label={t("value.ask.tiers")}>
        <thead>
          <tr>
            <th scope="col">{t("value.ask.tier")}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="num">
                {t(`value.ask.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tiers.map((each) => {
            const name = t(`value.tier.${each.tier as "high"}`);
            return (
              <tr key={each.tier}>
                <th scope="row">{name}</th>
                <td className="num">
                  <PeopleNumber value={each.people} behind={behind(each.tier, name)} />
                </td>
                <td className="num">{format.percent(each.people / (people || 1))}</td>
                <td className="num">{write(each.amount)}</td>
                <td className="num">{format.percent(each.amount / (amount || 1))}</td>
                <td className="num">{each.people > 0 ? write(each.amount / each.people) : "–"}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}
