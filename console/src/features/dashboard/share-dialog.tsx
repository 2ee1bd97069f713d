import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Select, Space, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Dashboard, shareDashboard, sharesQuery, withdrawShare } from "@/api/dashboards";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Dialog } from "@/ui/dialog";
import { Loaded } from "@/ui/loaded";

const DAYS = [1, 7, 30, 90, 365];

/** Links to a dashboard: numbers only, until a day. */
export function ShareDialog({ board, close }: { board: Dashboard; close: () => void }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const client = useQueryClient();
  const [days, setDays] = useState(7);
  const shares = useQuery(sharesQuery(project, board.dashboard_id));
  const again = () =>
    client.invalidateQueries({ queryKey: [project, "dashboards", board.dashboard_id, "shares"] });
  const making = useMutation({
    mutationFn: () => shareDashboard(project, board.dashboard_id, days),
    onSuccess: again,
  });
  const ending = useMutation({
    mutationFn: (share: string) => withdrawShare(project, board.dashboard_id, share),
    onSuccess: again,
  });
  return (
    <Dialog title={t("dashboard.share")} error={making.error ?? ending.error} close={close}>
      <p className="soft">{t("dashboard.shareAbout")}</p>
      <Space.Compact>
        <Select
          aria-label={t("dashboard.shareDays")}
          value={days}
          onChange={setDays}
          options={DAYS.map((value) => ({ value, label: t("dashboard.days", { n: value }) }))}
        />
        <Button type="primary" loading={making.isPending} onClick={() => making.mutate()}>
          {t("dashboard.makeLink")}
        </Button>
      </Space.Compact>
      {making.data ? (
        <Typography.Text copyable code data-testid="share-url">
          {making.data.url}
        </Typography.Text>
      ) : null}
      <Loaded asked={shares} rows={2}>
        {(all) => (
          <ul className="share-list">
            {all.map((share) => (
              <li key={share.share_id} className="row">
                <span>
                  {t("dashboard.shareLine", {
                    by: share.created_by,
                    until: format.second(share.expires_at),
                  })}
                </span>
                <Button size="small" type="link" danger onClick={() => ending.mutate(share.share_id)}>
                  {t("dashboard.withdraw")}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Dialog>
  );
}
