import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App, Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  keepDraft,
  type LifecycleModel,
  lifecycleKey,
  type ModelDefinition,
  publishModel,
} from "@/api/lifecycle";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";
import { Problem } from "@/ui/problem";

interface Props {
  model: LifecycleModel;
  definition: ModelDefinition;
  /** What is on the bench differs from what is kept. */
  changed: boolean;
}

/** Keep what is on the bench as the draft, or make it the newest version. */
export function DraftBar({ model, definition, changed }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [note, setNote] = useState("");
  const renew = () => queries.invalidateQueries({ queryKey: lifecycleKey(project) });
  const draft = useMutation({
    mutationFn: () => keepDraft(project, model.model, definition),
    onSuccess: async () => {
      void message.success(t("lifecycle.editor.drafted"));
      await renew();
    },
  });
  const publish = useMutation({
    mutationFn: async () => {
      await keepDraft(project, model.model, definition);
      return publishModel(project, model.model, note);
    },
    onSuccess: async (made) => {
      void message.success(t("lifecycle.editor.published", { n: made.version }));
      await renew();
      await navigate({ to: path("lifecycle"), search: { model: model.model } as never });
    },
  });
  const problem = draft.error ?? publish.error;
  return (
    <div className="panel stack">
      <div className="row">
        <Button disabled={!changed} loading={draft.isPending} onClick={() => draft.mutate()}>
          {t("lifecycle.editor.draft")}
        </Button>
        <Input
          style={{ maxWidth: 360 }}
          maxLength={500}
          aria-label={t("lifecycle.editor.note")}
          placeholder={t("lifecycle.editor.note")}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <Button
          type="primary"
          disabled={!changed && !model.draft}
          loading={publish.isPending}
          onClick={() => publish.mutate()}
        >
          {t("lifecycle.editor.publish")}
        </Button>
      </div>
      {problem ? <Problem error={problem} /> : null}
    </div>
  );
}
