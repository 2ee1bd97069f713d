import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import { useProject } from "@/lib/project-context";
import { Bracket } from "./bracket";
import { PickList } from "./pick-list";

interface Props {
  event: string;
  onChange: (event: string) => void;
}

/** Which event: those the project has seen, most frequent first. */
export function EventBracket({ event, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const catalogue = useQuery(catalogueQuery(project));
  const events = catalogue.data?.events ?? [];
  const items = events.map(({ name, count }) => ({ value: name, count }));
  return (
    <Bracket label={event || t("rule.pickEvent")} name={t("common.event")} wrong={!event}>
      {(close) => (
        <PickList
          free
          loading={catalogue.isPending}
          items={items}
          chosen={[event]}
          name={t("rule.pickEvent")}
          onPick={(name) => {
            onChange(name);
            close();
          }}
        />
      )}
    </Bracket>
  );
}
