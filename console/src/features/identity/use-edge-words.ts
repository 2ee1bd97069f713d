import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { GraphEdge } from "@/api/identities";
import { useFormat } from "@/lib/use-format";

/** Why an edge is there, as words: the event and its source, or who said it, and when. */
export function useEdgeWords(): (edge: GraphEdge) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return useCallback(
    (edge: GraphEdge) => {
      const cause = t(`identity.causes.${edge.cause as "manual"}`, { defaultValue: edge.cause });
      const refused = edge.refused
        ? t("identity.graph.refused", {
            reason: t(`identity.reasons.${edge.reason as "unbound"}`, { defaultValue: edge.reason ?? "" }),
          })
        : null;
      const said = [cause, edge.event, edge.actor, edge.source, format.instant(edge.at), refused];
      return said.filter(Boolean).join(" · ");
    },
    [t, format],
  );
}
