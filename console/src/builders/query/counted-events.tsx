import { useTranslation } from "react-i18next";
import type { EventFilter } from "@/api/condition-types";
import { FilterBracket } from "@/builders/bracket/filter-bracket";
import { filterWords } from "@/builders/condition/words";

interface Props {
  filter: EventFilter | undefined;
  onChange: (filter: EventFilter | undefined) => void;
}

/** Which events count at all, in every part of the question. */
export function CountedEvents({ filter, onChange }: Props) {
  const { t } = useTranslation();
  const label = filter
    ? t("question.filter", { filter: filterWords(filter, t) })
    : t("question.filterNothing");
  return (
    <FilterBracket filter={filter} said={{ name: t("question.filterName"), label }} onChange={onChange} />
  );
}
