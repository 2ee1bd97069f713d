import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { createDashboard, dashboardsQuery, saveDashboard } from "@/api/dashboards";
import type { Query } from "@/api/query-types";
import { useProject } from "@/lib/project-context";
import { requestKey } from "@/lib/request-key";
import { below } from "@/lib/tile-layout";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { Dialog } from "@/ui/dialog";
import { NamedInput } from "@/ui/named-input";

const NEW = "";

/** Puts the question of this page on a dashboard, an old one or a new one. */
export function AddToDashboard({ query }: { query: Query }) {
  const { t } = useTranslation();
  const may = useMay();
  const [open, setOpen] = useState(false);
  if (!may("analyst")) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("dashboard.addHere")}</Button>
      {open ? <AddDialog query={query} close={() => setOpen(false)} /> : null}
    </>
  );
}

function AddDialog({ query, close }: { query: Query; close: () => void }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const client = useQueryClient();
  const boards = useQuery(dashboardsQuery(project));
  const [board, setBoard] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [title, setTitle] = useState("");
  const chosen = boards.data?.find((each) => each.dashboard_id === (board ?? boards.data[0]?.dashboard_id));
  const isNew = board === NEW || !chosen;
  const adding = useMutation({
    mutationFn: () => {
      const tiles = isNew ? [] : chosen.tiles;
      const tile = { tile_id: requestKey(), title: title.trim(), query, shown: "auto" as const };
      const all = [...tiles, { ...tile, place: below(tiles, 6, 5) }];
      return isNew
        ? createDashboard(project, name.trim(), all)
        : saveDashboard(project, { ...chosen, tiles: all });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: [project, "dashboards"] }),
  });
  if (adding.data) {
    const { dashboard_id, name: board } = adding.data;
    return (
      <Dialog title={t("dashboard.addHere")} close={close}>
        <Link to={path(`dashboards/${dashboard_id}`)}>{t("dashboard.added", { name: board })}</Link>
      </Dialog>
    );
  }
  return (
    <Dialog
      title={t("dashboard.addHere")}
      okText={t("common.add")}
      ready={title.trim() !== "" && (!isNew || name.trim() !== "")}
      doing={adding.isPending}
      error={adding.error}
      act={() => adding.mutate()}
      close={close}
    >
      <NamedInput
        autoFocus
        label={t("dashboard.tileTitle")}
        value={title}
        maxLength={200}
        onChange={setTitle}
      />
      <Select
        aria-label={t("dashboard.which")}
        value={isNew ? NEW : chosen.dashboard_id}
        onChange={setBoard}
        options={[
          ...(boards.data ?? []).map((each) => ({ value: each.dashboard_id, label: each.name })),
          { value: NEW, label: t("dashboard.new") },
        ]}
      />
      {isNew ? (
        <NamedInput label={t("dashboard.name")} value={name} maxLength={200} onChange={setName} />
      ) : null}
    </Dialog>
  );
}
