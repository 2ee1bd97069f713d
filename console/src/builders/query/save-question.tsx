import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Query } from "@/api/query-types";
import { saveQuestion } from "@/api/questions";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { Dialog } from "@/ui/dialog";
import { NamedInput } from "@/ui/named-input";

/** Keeps the sentence under a name. */
export function SaveQuestion({ query }: { query: Query }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const may = useMay();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const saving = useMutation({
    mutationFn: () => saveQuestion(project, name.trim(), query),
    onSuccess: async (question) => {
      setOpen(false);
      setName("");
      void message.success(t("question.savedAs", { name: question.name }));
      await client.invalidateQueries({ queryKey: [project, "questions"] });
    },
  });
  if (!may("analyst")) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("question.save")}</Button>
      <Dialog
        open={open}
        title={t("question.save")}
        ready={name.trim() !== ""}
        doing={saving.isPending}
        error={saving.error}
        act={() => saving.mutate()}
        close={() => setOpen(false)}
      >
        <NamedInput
          autoFocus
          label={t("question.saveName")}
          value={name}
          maxLength={200}
          onChange={setName}
          onPressEnter={() => name.trim() && saving.mutate()}
        />
      </Dialog>
    </>
  );
}
