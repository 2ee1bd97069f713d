import { useTranslation } from "react-i18next";
import type { Clause } from "@/api/condition-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { Sentence } from "@/ui/sentence";
import { attributeSlots } from "./attribute-slots";
import { DidSlots } from "./did-slots";
import { FacetSlots } from "./facet-slots";
import { OrderSlots } from "./order-slots";
import { partOf } from "./tree";

interface Props {
  clause: Clause;
  negated: boolean;
  onChange: (clause: Clause) => void;
  onNegate: (negated: boolean) => void;
}

/** One line of a condition as a sentence of brackets. */
export function ClauseEditor({ clause, negated, onChange, onNegate }: Props) {
  const { t } = useTranslation();
  const part = partOf(clause);
  if (part.kind === "facet") {
    const { name, body } = part;
    const put = (next: typeof body) => onChange({ [name]: next });
    return <FacetSlots kind={name} body={body} negated={negated} onChange={put} onNegate={onNegate} />;
  }
  const not = (
    <ChoiceBracket
      name={t("rule.compare")}
      value={negated ? "no" : "yes"}
      empty
      items={[
        { value: "yes", label: t(`rule.positive.${part.kind}`) },
        { value: "no", label: t(`rule.negative.${part.kind}`) },
      ]}
      onChange={(next) => onNegate(next === "no")}
    />
  );
  if (part.kind === "did") {
    return <DidSlots did={part.body} not={not} onChange={(did) => onChange({ did })} />;
  }
  if (part.kind === "sequence") {
    return <OrderSlots order={part.body} not={not} onChange={(sequence) => onChange({ sequence })} />;
  }
  const slots = attributeSlots(part.body, (attribute) => onChange({ attribute }));
  return <Sentence text={t("rule.clause.attribute")} slots={{ not, ...slots }} />;
}
