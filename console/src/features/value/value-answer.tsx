import { useTranslation } from "react-i18next";
import type { ValueQuery, ValueResult } from "@/api/query-types";
import { MovesDrawn } from "@/builders/moves/moves-drawn";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { Concentration } from "./concentration";
import { TierStats } from "./tier-stats";
import { TierTable } from "./tier-table";

const NONE = "";
const TIERS = ["high", "middle", "low", NONE];

interface Props {
  query: ValueQuery;
  result: ValueResult;
}

/** Tiers and what they bring, how few bring how much, and who moved between tiers; every number opens. */
export function ValueAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { people, amount, gini, rules } = result;
  const behind = (who: Record<string, unknown>) => ({ kind: "query" as const, query, who });
  const write = rules.amount === "revenue" ? format.money : format.compact;
  const tiers = result.stages.map((each) => ({ ...each, tier: each.stage }));
  const ofTier = (tier: string, title: string) => ({ title, source: behind({ stage: tier }) });
  return (
    <>
      {people === 0 ? (
        <FirstStep title={t("value.none")}>{t("value.ask.noneHint")}</FirstStep>
      ) : (
        <>
          <TierStats tiers={tiers} amount={amount} gini={gini} write={write} behind={ofTier} />
          <Concentration curve={result.curve} behind={(top) => behind({ top })} />
          <TierTable tiers={tiers} people={people} amount={amount} write={write} behind={ofTier} />
        </>
      )}
      <Panel title={t("value.moves")} note={t("value.ask.movesNote")}>
        <MovesDrawn
          label={t("value.moves")}
          none={t("value.ask.noMoves")}
          query={query}
          moves={result.moves.map((each) => ({ ...each, from: each.from ?? NONE, to: each.to ?? NONE }))}
          names={TIERS}
          words={(tier) => t(`value.tier.${(tier || "none") as "high"}`)}
        />
      </Panel>
    </>
  );
}
