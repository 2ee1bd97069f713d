import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { type IdentityKind, type IdentityKinds, type KindsDraft, saveIdentityKinds } from "@/api/identities";
import { useProject } from "@/lib/project-context";

function draftOf(known: IdentityKinds): KindsDraft {
  return { kinds: known.kinds.map(ruleOf), blocked: known.blocked };
}

function ruleOf({ identities: _, ...rule }: IdentityKind): KindsDraft["kinds"][number] {
  return rule;
}

/** The lines of a text as values, empty ones left out. */
export function linesOf(text: string): string[] {
  return [...new Set(text.split("\n").map((line) => line.trim()))].filter(Boolean);
}

/** Saves changed rules: all kinds at once, as the server wants them. */
export function useSaveKinds(known: IdentityKinds, then: () => void) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (change: (draft: KindsDraft) => KindsDraft) =>
      saveIdentityKinds(project, change(draftOf(known))),
    onSuccess: async () => {
      void message.success(t("common.saved"));
      then();
      await client.invalidateQueries({ queryKey: [project] });
    },
  });
}
