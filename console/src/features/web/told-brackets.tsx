import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { Told } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { FilterBracket } from "@/builders/bracket/filter-bracket";
import { PropertyBracket } from "@/builders/query/property-bracket";
import { useProject } from "@/lib/project-context";

interface Props {
  told: Told | undefined;
  /** What the event is called that tells it, and what it means when none is chosen. */
  name: string;
  none: string;
  /** The same of the property. */
  property: string;
  usual: string;
  numbers?: boolean;
  onChange: (told: Told | undefined) => void;
}

const NONE = "";

/** Which events tell something, and in which of their properties; nothing chosen is what collectors send. */
export function ToldBrackets({ told, name, none, property, usual, numbers = false, onChange }: Props) {
  const { project } = useProject();
  const events = useQuery(catalogueQuery(project)).data?.events ?? [];
  const { t } = useTranslation();
  return (
    <>
      <ChoiceBracket
        search
        width={280}
        name={name}
        items={[
          { value: NONE, label: none },
          ...events.map((each) => ({ value: each.name, count: each.count })),
        ]}
        value={told?.event ?? NONE}
        label={told ? told.event : none}
        empty={!told}
        onChange={(event) => onChange(event === NONE ? undefined : { ...told, event })}
      />
      {told ? (
        <>
          <FilterBracket
            filter={told.where}
            event={told.event}
            onChange={(where) => {
              const { where: _, ...rest } = told;
              onChange(where ? { ...rest, where } : rest);
            }}
          />
          {` ${t("analysis.web.inProperty")} `}
          <PropertyBracket
            numbers={numbers}
            name={property}
            none={usual}
            property={told.property}
            onChange={(chosen) => {
              const { property: _, ...rest } = told;
              onChange(chosen ? { ...rest, property: chosen } : rest);
            }}
          />
        </>
      ) : null}
    </>
  );
}
