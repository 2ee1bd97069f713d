import { useTranslation } from "react-i18next";
import { createTag } from "@/api/tags";
import { useLabelSaving } from "@/builders/label/use-label-saving";
import { Page } from "@/ui/page";
import { EMPTY } from "./definitions";
import { TagEditor } from "./tag-editor";

/** A new tag, begun as a rule with one open line. */
export function NewTagPage() {
  const { t } = useTranslation();
  const saving = useLabelSaving({
    list: "tags",
    create: createTag,
    said: (made) => t("tag.created", { name: made.name }),
    idOf: (made) => made.tag_id,
  });
  return (
    <Page title={t("tag.new")} about={t("tag.about")}>
      <TagEditor first={EMPTY} saving={saving.isPending} error={saving.error} onSave={saving.mutate} />
    </Page>
  );
}
