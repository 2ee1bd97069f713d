import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { type Decision, decideMatch, type Match } from "@/api/matches";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { Problem } from "@/ui/problem";
import { isTyping } from "./is-typing";

const SAID = { accept: "match.accepted", reject: "match.rejected", undo: "match.undone" } as const;
const KEYS: Record<string, Decision> = { a: "accept", r: "reject" };

/** Merge, refuse, or take a decision back; A and R on the keyboard. */
export function MatchActs({ match }: { match: Match }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const may = useMay();
  const { message } = App.useApp();
  const deciding = useMutation({
    mutationFn: (decision: Decision) => decideMatch(project, match.proposal_id, decision),
    onSuccess: async (_, decision) => {
      void message.success(t(SAID[decision]));
      await client.invalidateQueries({ queryKey: [project] });
    },
  });
  const { mutate, isPending } = deciding;
  const isOpen = may("operator") && match.state === "open";
  useEffect(() => {
    if (!isOpen || isPending) return;
    const decide = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const decision = KEYS[event.key.toLowerCase()];
      if (decision) mutate(decision);
    };
    window.addEventListener("keydown", decide);
    return () => window.removeEventListener("keydown", decide);
  }, [isOpen, isPending, mutate]);
  if (!may("operator")) return null;
  return (
    <div className="stack">
      {deciding.error ? <Problem error={deciding.error} /> : null}
      <div className="row">
        {isOpen ? (
          <>
            <Button type="primary" loading={isPending} onClick={() => mutate("accept")}>
              {t("match.accept")}
            </Button>
            <Button loading={isPending} onClick={() => mutate("reject")}>
              {t("match.reject")}
            </Button>
            <span className="note">{t("match.keys")}</span>
          </>
        ) : null}
        {match.state === "accepted" || match.state === "rejected" ? (
          <Button loading={isPending} onClick={() => mutate("undo")}>
            {t(match.state === "accepted" ? "match.undo" : "match.reopen")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
