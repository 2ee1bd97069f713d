import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { createTag, type TagDraft } from "@/api/tags";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";
import { Page } from "@/ui/page";
import { EMPTY } from "./definitions";
import { TagEditor } from "./tag-editor";

/** A new tag, begun as a rule with one open line. */
export function NewTagPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: (draft: TagDraft) => createTag(project, draft),
    onSuccess: async (tag) => {
      void message.success(t("tag.created", { name: tag.name }));
      await client.invalidateQueries({ queryKey: [project, "tags"] });
      await navigate({ to: path(`tags/${tag.tag_id}`) });
    },
  });
  return (
    <Page title={t("tag.new")} about={t("tag.about")}>
      <TagEditor first={EMPTY} saving={saving.isPending} error={saving.error} onSave={saving.mutate} />
    </Page>
  );
}
