import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { campaignsQuery } from "@/api/campaigns";
import type { Reached } from "@/api/condition-types";
import { Bracket } from "@/builders/bracket/bracket";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { PickList } from "@/builders/bracket/pick-list";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { useProject } from "@/lib/project-context";
import { Sentence } from "@/ui/sentence";

interface Props {
  reached: Reached;
  not: ReactNode;
  onChange: (reached: Reached) => void;
}

const OUTCOMES = ["sent", "opened", "clicked", "unsubscribed", "failed", "dropped", "withheld"] as const;

/** "of the campaign 【Spring mail】 【opened it】 【last 14 days】". */
export function ReachedSlots({ reached, not, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const campaigns = useQuery(campaignsQuery(project)).data ?? [];
  const named = campaigns.find((each) => each.campaign_id === reached.journey)?.name ?? reached.journey;
  const name = (
    <Bracket label={named || t("rule.pickCampaign")} name={t("rule.kind.reached")} wrong={!named}>
      {(close) => (
        <PickList
          items={campaigns.map((each) => ({ value: each.name }))}
          chosen={[named]}
          name={t("rule.pickCampaign")}
          onPick={(journey) => {
            onChange({ ...reached, journey });
            close();
          }}
        />
      )}
    </Bracket>
  );
  const outcome = (
    <ChoiceBracket
      name={t("rule.outcomeOf")}
      value={reached.outcome}
      items={OUTCOMES.map((value) => ({ value, label: t(`rule.outcome.${value}`) }))}
      onChange={(next) => onChange({ ...reached, outcome: next })}
    />
  );
  const within = (
    <RangeBracket
      always
      range={reached.within}
      onChange={(range) => {
        const { journey, outcome: kept } = reached;
        onChange(range ? { journey, outcome: kept, within: range } : { journey, outcome: kept });
      }}
    />
  );
  return <Sentence text={t("rule.clause.reached")} slots={{ not, name, outcome, within }} />;
}
