import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { createDashboard, type Dashboard, dashboardsQuery, saveDashboard } from "@/api/dashboards";
import type { Query } from "@/api/query-types";
import { useProject } from "@/lib/project-context";
import { requestKey } from "@/lib/request-key";
import { below } from "@/lib/tile-layout";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { Dialog } from "@/ui/dialog";
import { NamedInput } from "@/ui/named-input";
import { useFailure } from "@/ui/use-failure";

const NEW = "";

/** Puts the question of this page on a dashboard, an old one or a new one. */
export function AddToDashboard({ query }: { query: Query }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const may = useMay();
  const fail = useFailure();
  // Which dashboards there are is asked before the form opens, so that nothing in it changes under the hand.
  const opening = useMutation({
    mutationFn: () => client.fetchQuery({ ...dashboardsQuery(project), staleTime: 0 }),
    onError: fail,
  });
  if (!may("analyst")) return null;
  return (
    <>
      <Button loading={opening.isPending} onClick={() => opening.mutate()}>
        {t("dashboard.addHere")}
      </Button>
      {opening.data ? (
        <AddDialog query={query} boards={opening.data.dashboards} close={opening.reset} />
      ) : null}
    </>
  );
}

interface AddDialogProps {
  query: Query;
  boards: Dashboard[];
  close: () => void;
}

function AddDialog({ query, boards, close }: AddDialogProps) {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const client = useQueryClient();
  const [board, setBoard] = useState(boards[0]?.dashboard_id ?? NEW);
  const [name, setName] = useState("");
  const [title, setTitle] = useState("");
  const chosen = boards.find((each) => each.dashboard_id === board);
  const isNew = !chosen;
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
        value={board}
        onChange={setBoard}
        options={[
          ...boards.map((each) => ({ value: each.dashboard_id, label: each.name })),
          { value: NEW, label: t("dashboard.new") },
        ]}
      />
      {isNew ? (
        <NamedInput label={t("dashboard.name")} value={name} maxLength={200} onChange={setName} />
      ) : null}
    </Dialog>
  );
}
