import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown, Upload } from "antd";
import { useTranslation } from "react-i18next";
import { importPlan, planFile } from "@/api/plan";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { useFailure } from "@/ui/use-failure";

/** The plan as a file, and from one: what would change is said first. */
export function PlanFiles() {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const client = useQueryClient();
  const { message, modal } = App.useApp();
  const fail = useFailure();
  const importing = useMutation({
    mutationFn: async (file: File) => {
      const found = await importPlan(project, file, true);
      const counts = {
        added: found.added.length,
        changed: found.changed.length,
        removed: found.removed.length,
      };
      const words = t("plan.imported", counts);
      const sure = await modal.confirm({
        title: t("plan.importAsk"),
        content: words,
        okText: t("plan.replace"),
      });
      if (!sure) return;
      await importPlan(project, file, false);
      await client.invalidateQueries({ queryKey: [project, "plan"] });
      void message.success(words);
    },
    onError: fail,
  });
  return (
    <>
      {may("operator") ? (
        <Upload
          accept=".yaml,.yml,.xlsx"
          showUploadList={false}
          beforeUpload={(file) => {
            importing.mutate(file);
            return false;
          }}
        >
          <Button loading={importing.isPending}>{t("plan.import")}</Button>
        </Upload>
      ) : null}
      <Dropdown
        menu={{
          items: (["yaml", "xlsx"] as const).map((as) => ({
            key: as,
            label: (
              <a href={planFile(project, as)} download>
                {t(`plan.${as}`)}
              </a>
            ),
          })),
        }}
      >
        <Button>{t("plan.export")}</Button>
      </Dropdown>
    </>
  );
}
