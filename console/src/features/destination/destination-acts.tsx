import { DeleteOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { type Destination, holdDestination, removeDestination, tryDestination } from "@/api/destinations";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { useFailure } from "@/ui/use-failure";
import { ChangeDestination } from "./change-destination";
import { ReplayDestination } from "./replay-destination";

/** What can be done with a destination. */
export function DestinationActs({ destination }: { destination: Destination }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const navigate = useNavigate();
  const path = usePath();
  const may = useMay();
  const { message } = App.useApp();
  const fail = useFailure();
  const id = destination.destination_id;
  const refresh = () => client.invalidateQueries({ queryKey: [project, "destinations"] });
  const holding = useMutation({
    mutationFn: () => holdDestination(project, id, destination.state === "paused" ? "resume" : "pause"),
    onSuccess: refresh,
    onError: fail,
  });
  const trying = useMutation({
    mutationFn: () => tryDestination(project, id),
    onSuccess: ({ delivered, detail }) =>
      delivered
        ? void message.success(t("destination.delivered"))
        : void message.error(`${t("destination.notDelivered")}: ${detail}`, 8),
    onError: fail,
  });
  const removing = useMutation({
    mutationFn: () => removeDestination(project, id),
    onSuccess: async () => {
      await navigate({ to: path("destinations") });
      await refresh();
    },
    onError: fail,
  });
  return (
    <>
      {may("owner") ? (
        <>
          <Button loading={trying.isPending} onClick={() => trying.mutate()}>
            {t("destination.test")}
          </Button>
          <ChangeDestination destination={destination} />
        </>
      ) : null}
      <ReplayDestination destination={destination} />
      <Button loading={holding.isPending} onClick={() => holding.mutate()}>
        {t(destination.state === "paused" ? "destination.resume" : "destination.pause")}
      </Button>
      {may("owner") ? (
        <Popconfirm
          title={t("common.confirmRemove", { name: destination.name })}
          description={t("destination.removeHint")}
          onConfirm={() => removing.mutate()}
        >
          <Button danger type="text" icon={<DeleteOutlined />} aria-label={t("common.remove")} />
        </Popconfirm>
      ) : null}
    </>
  );
}
