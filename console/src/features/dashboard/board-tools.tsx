import { DeleteOutlined, EditOutlined, FullscreenOutlined, ShareAltOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Popconfirm } from "antd";
import { type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Dashboard, removeDashboard } from "@/api/dashboards";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { useFailure } from "@/ui/use-failure";
import { ShareDialog } from "./share-dialog";

interface Props {
  board: Dashboard;
  edit: () => void;
  wall: RefObject<HTMLDivElement | null>;
}

/** What can be done with a dashboard. */
export function BoardTools({ board, edit, wall }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const fail = useFailure();
  const [sharing, setSharing] = useState(false);
  const removing = useMutation({
    mutationFn: () => removeDashboard(project, board.dashboard_id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [project, "dashboards"], exact: true });
      await navigate({ to: path("dashboards") });
    },
    onError: fail,
  });
  return (
    <>
      <Button icon={<FullscreenOutlined />} onClick={() => void wall.current?.requestFullscreen()}>
        {t("dashboard.fullScreen")}
      </Button>
      {may("analyst") ? (
        <>
          <Button icon={<ShareAltOutlined />} onClick={() => setSharing(true)}>
            {t("dashboard.share")}
          </Button>
          <Button icon={<EditOutlined />} onClick={edit}>
            {t("dashboard.edit")}
          </Button>
          <Popconfirm
            title={t("common.confirmRemove", { name: board.name })}
            onConfirm={() => removing.mutate()}
          >
            <Button icon={<DeleteOutlined />} aria-label={t("common.remove")} />
          </Popconfirm>
        </>
      ) : null}
      {sharing ? <ShareDialog board={board} close={() => setSharing(false)} /> : null}
    </>
  );
}
