import { useQuery } from "@tanstack/react-query";
import { catalogueQuery } from "@/api/catalogue";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { useProject } from "@/lib/project-context";

interface Props {
  property: string | undefined;
  name: string;
  /** What it means when no property is chosen. */
  none: string;
  /** Only numbers, where that is what it takes. */
  numbers?: boolean;
  /** How the chosen one stands in the sentence; its name unless said. */
  label?: string;
  onChange: (property: string | undefined) => void;
}

/** A property of events, or none. */
export function PropertyBracket({ property, name, none, numbers = false, label, onChange }: Props) {
  const { project } = useProject();
  const known = useQuery(catalogueQuery(project)).data?.properties ?? [];
  const fitting = known.filter((each) => !numbers || each.type === "number");
  return (
    <ChoiceBracket
      search
      width={280}
      name={name}
      items={[{ value: "", label: none }, ...fitting.map((each) => ({ value: each.name, label: each.name }))]}
      value={property ?? ""}
      empty={!property}
      {...(label ? { label } : {})}
      onChange={(next) => onChange(next || undefined)}
    />
  );
}
