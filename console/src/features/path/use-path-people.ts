import { useTranslation } from "react-i18next";
import type { PathLink, PathNode, PathQuery, Who } from "@/api/query-types";
import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";

interface Name {
  name: string | null;
  is_other: boolean;
}

/** What a name at a step is called in the picture. */
export function idOf(step: number, { name, is_other }: Name): string {
  return `${step}|${is_other ? "other" : `=${name ?? ""}`}`;
}

export type PathEnding = "ended" | "pending" | "begun";
export type PathPeople = ReturnType<typeof usePathPeople>;

/** The people behind every node, link and end of the paths. */
export function usePathPeople(query: PathQuery) {
  const { t } = useTranslation();
  const named = ({ name, is_other }: Name) => (is_other ? t("common.other") : (name ?? t("common.unset")));
  const pointer = ({ name, is_other }: Name): Who => (is_other ? { is_other } : { name });
  const behind = (title: string, who: Who): PeopleBehind => ({
    title,
    source: { kind: "query", query, who },
  });
  return {
    named,
    node: (node: PathNode) =>
      behind(t("analysis.path.whoNode", { step: node.step, name: named(node) }), {
        step: node.step,
        ...pointer(node),
      }),
    end: (node: PathNode, end: PathEnding) =>
      behind(`${named(node)} · ${t(`analysis.path.${end}`)}`, {
        step: node.step,
        end,
        ...pointer(node),
      }),
    link: (link: PathLink, again = false) =>
      behind(
        `${named(link.source)} → ${named(link.target)}${again ? ` · ${t("analysis.path.again")}` : ""}`,
        {
          step: link.step,
          ...pointer(link.source),
          to: pointer(link.target),
          ...(again ? { again } : {}),
        },
      ),
  };
}
