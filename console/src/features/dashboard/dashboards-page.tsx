import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { createDashboard, type Dashboard, dashboardsQuery } from "@/api/dashboards";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { NamedInput } from "@/ui/named-input";
import { Page } from "@/ui/page";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";

/** Every dashboard of the project. */
export function DashboardsPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const boards = useQuery(dashboardsQuery(project));
  return (
    <Page title={t("dashboard.title")} about={t("dashboard.about")}>
      <NewDashboard />
      <Loaded asked={boards}>
        {(all) =>
          all.length === 0 ? (
            <FirstStep title={t("dashboard.none")}>{t("dashboard.noneHint")}</FirstStep>
          ) : (
            <div className="grid">
              {all.map((board) => (
                <BoardCard key={board.dashboard_id} board={board} />
              ))}
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}

function BoardCard({ board }: { board: Dashboard }) {
  const { t } = useTranslation();
  const path = usePath();
  return (
    <Panel className="span-4" title={<Link to={path(`dashboards/${board.dashboard_id}`)}>{board.name}</Link>}>
      <span className="note">{t("dashboard.tiles", { n: board.tiles.length })}</span>
    </Panel>
  );
}

/** A name is enough; tiles come afterwards. */
function NewDashboard() {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const making = useMutation({
    mutationFn: () => createDashboard(project, name.trim(), []),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: [project, "dashboards"] });
      await navigate({ to: path(`dashboards/${made.dashboard_id}`), search: { edit: true } as never });
    },
  });
  if (!may("analyst")) return null;
  return (
    <div className="stack">
      <Space.Compact style={{ maxWidth: 420 }}>
        <NamedInput
          label={t("dashboard.name")}
          value={name}
          maxLength={200}
          onChange={setName}
          onPressEnter={() => name.trim() && making.mutate()}
        />
        <Button
          type="primary"
          disabled={!name.trim()}
          loading={making.isPending}
          onClick={() => making.mutate()}
        >
          {t("dashboard.create")}
        </Button>
      </Space.Compact>
      {making.error ? <Problem error={making.error} /> : null}
    </div>
  );
}
