import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, DatePicker, Segmented } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Destination, replayDestination } from "@/api/destinations";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Dialog } from "@/ui/dialog";

/** Sends again what was given up, or everything since a time. */
export function ReplayDestination({ destination }: { destination: Destination }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [what, setWhat] = useState<"dead" | "since">("dead");
  const [since, setSince] = useState<Dayjs | null>(null);
  const replaying = useMutation({
    mutationFn: () =>
      replayDestination(
        project,
        destination.destination_id,
        what === "dead" ? { dead: true } : { since: since?.toISOString() ?? null },
      ),
    onSuccess: async ({ deliveries, batch_from }) => {
      setOpen(false);
      void message.success(
        what === "dead"
          ? t("destination.replayed", { n: format.whole(deliveries) })
          : t("destination.replayedSince", { n: format.whole(batch_from ?? 0) }),
      );
      await client.invalidateQueries({ queryKey: [project, "destinations"] });
    },
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("destination.replay")}</Button>
      <Dialog
        open={open}
        title={t("destination.replay")}
        okText={t("destination.replay")}
        ready={what === "dead" || since !== null}
        doing={replaying.isPending}
        error={replaying.error}
        act={() => replaying.mutate()}
        close={() => setOpen(false)}
      >
        <Segmented<"dead" | "since">
          value={what}
          onChange={setWhat}
          options={[
            { value: "dead", label: t("destination.replayDead") },
            { value: "since", label: t("destination.replaySince") },
          ]}
        />
        {what === "since" ? (
          <DatePicker showTime aria-label={t("destination.replaySince")} value={since} onChange={setSince} />
        ) : null}
        <p className="soft">{t("destination.replayHint")}</p>
      </Dialog>
    </>
  );
}
