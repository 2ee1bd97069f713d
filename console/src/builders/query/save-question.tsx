import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Query } from "@/api/query-types";
import { saveQuestion } from "@/api/questions";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { Problem } from "@/ui/problem";

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
      <Modal
        open={open}
        title={t("question.save")}
        okText={t("common.save")}
        okButtonProps={{ disabled: !name.trim(), loading: saving.isPending }}
        onOk={() => saving.mutate()}
        onCancel={() => setOpen(false)}
      >
        <div className="stack">
          <Input
            autoFocus
            aria-label={t("question.saveName")}
            placeholder={t("question.saveName")}
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.target.value)}
            onPressEnter={() => name.trim() && saving.mutate()}
          />
          {saving.error ? <Problem error={saving.error} /> : null}
        </div>
      </Modal>
    </>
  );
}
