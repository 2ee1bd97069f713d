import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { Breakdown } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { useProject } from "@/lib/project-context";

interface Props {
  by: Breakdown[] | undefined;
  onChange: (by: Breakdown[] | undefined) => void;
}

const NOTHING = "–";

/** By what the answer is split: a property of the event or an attribute of the person. */
export function BreakdownBracket({ by, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const catalogue = useQuery(catalogueQuery(project)).data;
  const first = by?.[0];
  const value = first?.property ? `p:${first.property}` : first?.attribute ? `a:${first.attribute}` : NOTHING;
  const items = [
    { value: NOTHING, label: t("question.byNothing") },
    ...(catalogue?.properties ?? []).map(({ name }) => ({
      value: `p:${name}`,
      label: name,
      hint: t("common.property"),
    })),
    ...(catalogue?.attributes ?? []).map(({ name }) => ({
      value: `a:${name}`,
      label: name,
      hint: t("common.attribute"),
    })),
  ];
  const choose = (next: string) => {
    if (next === NOTHING) return onChange(undefined);
    const name = next.slice(2);
    onChange([next.startsWith("p:") ? { property: name } : { attribute: name }]);
  };
  const label = value === NOTHING ? t("question.byNothing") : t("question.byLabel", { by: value.slice(2) });
  return (
    <ChoiceBracket
      search
      width={300}
      name={t("question.by")}
      items={items}
      value={value}
      label={label}
      empty={value === NOTHING}
      onChange={choose}
    />
  );
}
