import { useTranslation } from "react-i18next";
import type { EventFilter } from "@/api/condition-types";
import { FilterEditor } from "@/builders/condition/filter-editor";
import { filterWords } from "@/builders/condition/words";
import { Bracket } from "./bracket";

interface Props {
  filter: EventFilter | undefined;
  event?: string;
  /** What the word is called and says, where it is no test of one event. */
  said?: { name: string; label: string };
  onChange: (filter: EventFilter | undefined) => void;
}

/** The last value takes the focus; the first test is what is looked at. */
function toTop(node: HTMLElement | null) {
  if (node) node.scrollTop = 0;
}

/** Which of these events: tests of their properties. */
export function FilterBracket({ filter, event, said, onChange }: Props) {
  const { t } = useTranslation();
  const words = filter ? t("rule.where", { filter: filterWords(filter, t) }) : `+ ${t("rule.tests")}`;
  return (
    <Bracket label={said?.label ?? words} name={said?.name ?? t("rule.tests")} empty={!filter} width={380}>
      {() => (
        <div ref={toTop} className="bracket-tests">
          <FilterEditor filter={filter} onChange={onChange} {...(event ? { event } : {})} />
        </div>
      )}
    </Bracket>
  );
}
