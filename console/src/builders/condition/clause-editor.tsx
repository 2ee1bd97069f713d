import { useTranslation } from "react-i18next";
import type { Clause } from "@/api/condition-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { Sentence } from "@/ui/sentence";
import { attributeSlots } from "./attribute-slots";
import { DidSlots } from "./did-slots";
import { NamesBracket } from "./names-bracket";
import { ReachedSlots } from "./reached-slots";
import { SegmentBracket } from "./segment-bracket";
import { kindOf } from "./tree";
import { RFM_CLASSES, STAGES } from "./vocabulary";
import { rfmWords, stageWords } from "./words";

interface Props {
  clause: Clause;
  negated: boolean;
  onChange: (clause: Clause) => void;
  onNegate: (negated: boolean) => void;
}

/** One line of a condition as a sentence of brackets. */
export function ClauseEditor({ clause, negated, onChange, onNegate }: Props) {
  const { t } = useTranslation();
  const kind = kindOf(clause);
  if (kind === null) return <code>{JSON.stringify(clause)}</code>;
  const not = (
    <ChoiceBracket
      name={t("rule.compare")}
      value={negated ? "no" : "yes"}
      empty
      items={[
        { value: "yes", label: t(`rule.positive.${kind}`) },
        { value: "no", label: t(`rule.negative.${kind}`) },
      ]}
      onChange={(next) => onNegate(next === "no")}
    />
  );
  if ("did" in clause) {
    return <DidSlots did={clause.did} not={not} onChange={(did) => onChange({ did })} />;
  }
  if ("attribute" in clause) {
    const slots = attributeSlots(clause.attribute, (attribute) => onChange({ attribute }));
    return <Sentence text={t("rule.clause.attribute")} slots={{ not, ...slots }} />;
  }
  if ("segment" in clause) {
    const name = (
      <SegmentBracket name={clause.segment.name} onChange={(to) => onChange({ segment: { name: to } })} />
    );
    return <Sentence text={t("rule.clause.segment")} slots={{ not, name }} />;
  }
  if ("reached" in clause) {
    return <ReachedSlots reached={clause.reached} not={not} onChange={(reached) => onChange({ reached })} />;
  }
  const stage = "stage" in clause;
  const names = (
    <NamesBracket
      all={stage ? STAGES : RFM_CLASSES}
      chosen={stage ? clause.stage.in : clause.rfm.in}
      words={(each) => (stage ? stageWords(each, t) : rfmWords(each, t))}
      name={t(`rule.kind.${kind}`)}
      onChange={(next) => onChange(stage ? { stage: { ...clause.stage, in: next } } : { rfm: { in: next } })}
    />
  );
  return <Sentence text={t(`rule.clause.${kind}`)} slots={{ not, names }} />;
}
