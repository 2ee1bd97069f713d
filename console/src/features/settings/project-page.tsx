import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { changeProject, projectQuery } from "@/api/settings";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";
import { BoundsPanel } from "./bounds-panel";

/** The project's name and currency. */
export function ProjectPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const client = useQueryClient();
  const may = useMay();
  const { message } = App.useApp();
  const asked = useQuery(projectQuery(project));
  const saving = useMutation({
    mutationFn: (change: { name: string; currency: string }) => changeProject(project, change),
    onSuccess: async () => {
      void message.success(t("common.saved"));
      await client.invalidateQueries();
    },
  });
  return (
    <Page title={t("settings.project.title")} about={t("settings.project.about")}>
      <Loaded asked={asked}>
        {(answer) => (
          <Panel className="narrow">
            <Form
              layout="vertical"
              requiredMark={false}
              disabled={!may("owner")}
              initialValues={answer}
              onFinish={saving.mutate}
            >
              <Form.Item name="name" label={t("settings.project.name")} rules={[{ required: true }]}>
                <Input maxLength={100} />
              </Form.Item>
              <Form.Item
                name="currency"
                label={t("settings.project.currency")}
                rules={[{ required: true, pattern: /^[A-Z]{3}$/ }]}
              >
                <Input maxLength={3} />
              </Form.Item>
              <dl className="facts">
                <div>
                  <dt>{t("settings.project.id")}</dt>
                  <dd>{answer.project}</dd>
                </div>
                <div>
                  <dt>{t("settings.project.zone")}</dt>
                  <dd>{answer.zone}</dd>
                </div>
                <div>
                  <dt>{t("settings.project.createdAt")}</dt>
                  <dd>{format.instant(answer.created_at)}</dd>
                </div>
              </dl>
              {saving.error ? <Problem error={saving.error} /> : null}
              <Button type="primary" htmlType="submit" loading={saving.isPending} style={{ marginTop: 16 }}>
                {t("common.save")}
              </Button>
            </Form>
          </Panel>
        )}
      </Loaded>
      <BoundsPanel />
    </Page>
  );
}
