import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import { Bracket } from "@/builders/bracket/bracket";
import { useProject } from "@/lib/project-context";

interface Props {
  /** Nothing chosen is any event. */
  events: string[];
  name: string;
  onChange: (events: string[]) => void;
}

const SHOWN = 3;

/** Which events, several of them. */
export function EventsBracket({ events, name, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const known = useQuery(catalogueQuery(project)).data?.events ?? [];
  const shown = events.slice(0, SHOWN).join(", ") + (events.length > SHOWN ? " …" : "");
  return (
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
          onChange={onChange}
          getPopupContainer={(node) => node.parentElement ?? document.body}
        />
      )}
    </Bracket>
  );
}
