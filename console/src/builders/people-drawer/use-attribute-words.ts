import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";

const NONE = "–";

/** The items of a list as it is kept; null where it is none. */
function itemsOf(text: string): string[] | null {
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read.map(String) : null;
  } catch {
    return null;
  }
}

/** Says the value of an attribute by its type: yes or no, a day, the items of a list. */
export function useAttributeWords(): (name: string, value: unknown) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const attributes = useQuery(catalogueQuery(project)).data?.attributes ?? [];
  const types = new Map(attributes.map((each) => [each.name, each.type]));
  const said: Record<string, (text: string) => string> = {
    boolean: (text) =>
      text === "true" || text === "false" ? t(text === "true" ? "common.yes" : "common.no") : text,
    list: (text) => itemsOf(text)?.join(", ") ?? text,
    time: (text) => {
      if (Number.isNaN(Date.parse(text))) return text;
      const instant = format.instant(text);
      return instant.endsWith("00:00") ? format.day(text) : instant;
    },
  };
  return (name, value) => {
    if (value === null || value === undefined || value === "") return NONE;
    const text = Array.isArray(value) ? JSON.stringify(value) : String(value);
    return (said[types.get(name) ?? ""]?.(text) ?? text) || NONE;
  };
}
