import { useQuery } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { tagFoldersQuery } from "@/api/tags";
import { NameFields } from "@/builders/label/name-fields";
import { useProject } from "@/lib/project-context";

/** What a tag is called, where it stands, when it is computed and who answers for it. */
export function TagFields() {
  const { t } = useTranslation();
  const { project } = useProject();
  const folders = useQuery(tagFoldersQuery(project)).data ?? [];
  const pick = (name: string, label: string, options: { value: string; label: string }[]) => (
    <Form.Item className="span-4" name={name} label={label}>
      <Select options={options} />
    </Form.Item>
  );
  return (
    <div className="grid">
      <NameFields hint={t("tag.nameHint")} />
      {pick("folder_id", t("tag.folder"), [
        { value: "", label: t("tag.noFolder") },
        ...folders.map((each) => ({ value: each.folder_id, label: each.name })),
      ])}
      {pick(
        "family",
        t("tag.family"),
        (["explicit", "implicit"] as const).map((value) => ({ value, label: t(`tag.families.${value}`) })),
      )}
      {pick(
        "schedule",
        t("tag.schedule"),
        (["live", "hourly", "daily"] as const).map((value) => ({
          value,
          label: t(`tag.schedules.${value}`),
        })),
      )}
      <Form.Item className="span-8" name="description" label={t("tag.description")}>
        <Input maxLength={2000} />
      </Form.Item>
      <Form.Item className="span-4" name="owner" label={t("tag.owner")}>
        <Input maxLength={200} />
      </Form.Item>
    </div>
  );
}
