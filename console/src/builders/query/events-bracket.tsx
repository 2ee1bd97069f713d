import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { EventFilter } from "@/api/condition-types";
import { Bracket } from "@/builders/bracket/bracket";
import { FilterBracket } from "@/builders/bracket/filter-bracket";
import { useProject } from "@/lib/project-context";

interface Props {
  /** Nothing chosen is any event. */
  events: string[];
  /** Which of them. */
  where: EventFilter | undefined;
  name: string;
  onChange: (chosen: { event: string[]; where?: EventFilter } | undefined) => void;
}

const SHOWN = 3;

/** Which events, several of them, and which of these. */
export function EventsBracket({ events, where, name, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const known = useQuery(catalogueQuery(project)).data?.events ?? [];
  const shown = events.slice(0, SHOWN).join(", ") + (events.length > SHOWN ? " …" : "");
  const put = (event: string[], filter: EventFilter | undefined) =>
    onChange(event.length > 0 ? { event, ...(filter ? { where: filter } : {}) } : undefined);
  const [only] = events;
  const choice = (
    <Bracket label={shown || t("analysis.anyEvent")} name={name} empty={events.length === 0} width={360}>
      {() => (
        <Select
          mode="multiple"
          autoFocus
          allowClear
          aria-label={name}
          placeholder={t("analysis.anyEvent")}
          style={{ width: "100%" }}
          value={events}
          options={known.map((each) => ({ value: each.name, label: each.name }))}
          onChange={(next: string[]) => put(next, where)}
          getPopupContainer={(node) => node.parentElement ?? document.body}
        />
      )}
    </Bracket>
  );
  if (events.length === 0) return choice;
  return (
    <>
      {choice}
      <FilterBracket
        filter={where}
        {...(events.length === 1 && only ? { event: only } : {})}
        onChange={(filter) => put(events, filter)}
      />
    </>
  );
}
