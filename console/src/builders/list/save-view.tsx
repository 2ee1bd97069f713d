import { useMutation } from "@tanstack/react-query";
import { Button, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { saveView } from "@/api/views";
import { useProject } from "@/lib/project-context";
import { NamedInput } from "@/ui/named-input";
import { Problem } from "@/ui/problem";

interface Props {
  page: string;
  search: Record<string, unknown>;
  saved: () => Promise<void>;
}

const NAME_MAX = 60;

/** Keeps how a list is looked at now under a name; a view of the same name is replaced. */
export function SaveView({ page, search, saved }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const [name, setName] = useState("");
  const [open, setOpen] = useState(false);
  const saving = useMutation({
    mutationFn: () => saveView(project, { page, name: name.trim(), search: search as never }),
    onSuccess: async () => {
      await saved();
      setOpen(false);
      setName("");
    },
  });
  const body = (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <NamedInput
        autoFocus
        maxLength={NAME_MAX}
        label={t("people.viewName")}
        value={name}
        onChange={setName}
      />
      {saving.error ? <Problem error={saving.error} /> : null}
      <Button type="primary" htmlType="submit" loading={saving.isPending} disabled={name.trim() === ""}>
        {t("common.save")}
      </Button>
    </form>
  );
  return (
    <Popover destroyOnHidden trigger="click" content={body} open={open} onOpenChange={setOpen}>
      <Button>{t("people.viewSave")}</Button>
    </Popover>
  );
}
