import { useTranslation } from "react-i18next";
import { type Form, holdForm, removeForm } from "@/api/forms";
import { useProject } from "@/lib/project-context";
import { EntryActs } from "@/ui/entry-acts";

interface Props {
  form: Form;
  edit: () => void;
}

/** Edit, close or open, remove. */
export function FormActs({ form, edit }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const isOpen = form.state === "open";
  return (
    <EntryActs
      name={form.name}
      queryKey={[project, "forms"]}
      holdWord={t(isOpen ? "form.close" : "form.open")}
      removeHint={t("form.removeHint")}
      edit={edit}
      hold={() => holdForm(project, form.form_id, isOpen ? "closed" : "open")}
      remove={() => removeForm(project, form.form_id)}
    />
  );
}
