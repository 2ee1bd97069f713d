import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Alert, alertsQuery, firingsQuery } from "@/api/alerts";
import { useProject } from "@/lib/project-context";
import { useAddressState } from "@/lib/use-address-state";
import { useMay } from "@/lib/use-may";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Panel } from "@/ui/panel";
import { AlertForm } from "./alert-form";
import { AlertTable } from "./alert-table";
import { FiringList } from "./firing-list";
import { TargetsPanel } from "./targets-panel";

/** Numbers that are watched, and what is out of the ordinary now. */
export function AlertsPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const [watch, setWatch] = useAddressState<string | undefined>("watch", undefined);
  const [editing, setEditing] = useState<Alert | "new" | null>(watch ? "new" : null);
  const close = () => {
    setEditing(null);
    if (watch) setWatch(undefined);
  };
  const alerts = useQuery(alertsQuery(project));
  const firings = useQuery(firingsQuery(project));
  const known = new Map((alerts.data ?? []).map((each) => [each.alert_id, each]));
  const tools = may("analyst") ? (
    <Button type="primary" onClick={() => setEditing("new")}>
      {t("alert.new")}
    </Button>
  ) : null;
  return (
    <Page title={t("alert.title")} about={t("alert.about")} tools={tools}>
      <Loaded asked={alerts}>
        {(all) =>
          all.length === 0 ? (
            <FirstStep title={t("alert.none")}>{t("alert.noneHint")}</FirstStep>
          ) : (
            <div className="stack">
              <Panel title={t("alert.firings")}>
                <Loaded asked={firings}>{(found) => <FiringList firings={found} alerts={known} />}</Loaded>
              </Panel>
              <AlertTable alerts={all} edit={setEditing} />
            </div>
          )
        }
      </Loaded>
      {may("analyst") ? <TargetsPanel /> : null}
      {editing ? <AlertForm alert={editing === "new" ? null : editing} watch={watch} close={close} /> : null}
    </Page>
  );
}
