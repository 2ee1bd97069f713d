import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import { ManyBracket } from "@/builders/query/many-bracket";
import { useProject } from "@/lib/project-context";

interface Props {
  events: string[];
  onChange: (events: string[]) => void;
}

const MOST = 5;

/** Events that end the way to the next step. */
export function ExcludeBracket({ events, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const known = useQuery(catalogueQuery(project)).data?.events ?? [];
  return (
    <ManyBracket
      chosen={events}
      choices={known.map(({ name }) => ({ value: name, label: name }))}
      name={t("question.funnel.excludeName")}
      none={t("question.funnel.excludeNothing")}
      {...(events.length > 0 ? { label: t("question.funnel.exclude", { names: events.join(", ") }) } : {})}
      onChange={(next) => onChange(next.slice(0, MOST))}
    />
  );
}
