import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { type LifecycleModel, type ModelDefinition, versionsQuery } from "@/api/lifecycle";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

interface Props {
  model: LifecycleModel;
  onRestore: (definition: ModelDefinition) => void;
}

/** Every definition the model had; an old one can be put on the bench again. */
export function VersionList({ model, onRestore }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const versions = useQuery(versionsQuery(project, model.model)).data ?? [];
  if (versions.length === 0) return null;
  return (
    <Panel title={t("lifecycle.editor.versions")}>
      <table className="plain">
        <tbody>
          {versions.map((each) => (
            <tr key={each.version}>
              <td>{t("lifecycle.version", { n: each.version })}</td>
              <td>{format.instant(each.changed_at)}</td>
              <td>{each.changed_by}</td>
              <td>{each.note}</td>
              <td className="num">
                <Button size="small" onClick={() => onRestore(each.definition as unknown as ModelDefinition)}>
                  {t("lifecycle.editor.restore")}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
