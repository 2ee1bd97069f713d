import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { changeTag, type TagDraft, type TagFull } from "@/api/tags";
import { useProject } from "@/lib/project-context";
import { TagEditor } from "./tag-editor";

/** Changes a tag; another definition is a new version. */
export function ChangeTag({ tag, done }: { tag: TagFull; done: () => void }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: ({ kind: _, folder_id, ...draft }: TagDraft) =>
      changeTag(project, tag.tag_id, { ...draft, folder_id: folder_id ?? "" }),
    onSuccess: async () => {
      done();
      void message.success(t("common.saved"));
      await client.invalidateQueries({ queryKey: [project, "tags"] });
    },
  });
  return (
    <TagEditor fixed first={tag} saving={saving.isPending} error={saving.error} onSave={saving.mutate} />
  );
}
