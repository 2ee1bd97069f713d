import { useTranslation } from "react-i18next";
import { type ChannelCode, holdChannelCode, removeChannelCode } from "@/api/channel-codes";
import { useProject } from "@/lib/project-context";
import { EntryActs } from "@/ui/entry-acts";

interface Props {
  code: ChannelCode;
  edit: () => void;
}

/** Edit, close or open, remove. */
export function CodeActs({ code, edit }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const isOpen = code.state === "open";
  return (
    <EntryActs
      name={code.name}
      queryKey={[project, "channel-codes"]}
      holdWord={t(isOpen ? "code.close" : "code.open")}
      removeHint={t("code.removeHint")}
      edit={edit}
      hold={() => holdChannelCode(project, code.code_id, isOpen ? "closed" : "open")}
      remove={() => removeChannelCode(project, code.code_id)}
    />
  );
}
