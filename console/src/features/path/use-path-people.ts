import { useTranslation } from "react-i18next";
import type { By, PathLink, PathNode, PathQuery, Who } from "@/api/query-types";
import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";

interface Name {
  name: string | null;
  is_other: boolean;
}

/** What a name at a step is called in the picture. */
export function idOf(step: number, { name, is_other }: Name): string {
  return `${step}|${is_other ? "other" : `=${name ?? ""}`}`;
}

/** Where a link leads from. */
export const fromOf = (link: PathLink): Name => ({ name: link.from, is_other: link.is_from_other });

/** Where a link leads to. */
export const toOf = (link: PathLink): Name => ({ name: link.to, is_other: link.is_to_other });

export type PathEnding = "ended" | "pending" | "begun";
export type PathPeople = ReturnType<typeof usePathPeople>;

/** The people behind every node, link and end of the paths, of one group where there is one. */
export function usePathPeople(query: PathQuery, group: By | undefined) {
  const { t } = useTranslation();
  const named = ({ name, is_other }: Name) => (is_other ? t("common.other") : (name ?? t("common.unset")));
  const pointer = ({ name, is_other }: Name): Who => (is_other ? { is_other } : { name });
  const behind = (title: string, who: Who, compared = false): PeopleBehind => ({
    title: compared ? `${title} · ${t("question.compareBefore")}` : title,
    source: {
      kind: "query",
      query,
      who: { ...who, ...(group ? { by: group } : {}), ...(compared ? { compared } : {}) },
    },
  });
  return {
    named,
    /** All who have a path: they stand at its first step. */
    everybody: () => behind(t("analysis.path.chart"), { level: 0 }),
    node: (node: PathNode, compared = false) =>
      behind(
        t("analysis.path.whoNode", { step: node.level, name: named(node) }),
        { level: node.level, ...pointer(node) },
        compared,
      ),
    end: (node: PathNode, end: PathEnding) =>
      behind(`${named(node)} · ${t(`analysis.path.${end}`)}`, {
        level: node.level,
        end,
        ...pointer(node),
      }),
    link: (link: PathLink, { again = false, compared = false } = {}) =>
      behind(
        `${named(fromOf(link))} → ${named(toOf(link))}${again ? ` · ${t("analysis.path.again")}` : ""}`,
        {
          level: link.level,
          ...(link.is_from_other ? { is_from_other: true } : { from: link.from }),
          ...(link.is_to_other ? { is_to_other: true } : { to: link.to }),
          ...(again ? { again } : {}),
        },
        compared,
      ),
  };
}
