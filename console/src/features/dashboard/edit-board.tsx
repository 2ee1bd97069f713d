import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type Controls,
  type Dashboard,
  dashboardAnswerQuery,
  saveDashboard,
  type Tile,
} from "@/api/dashboards";
import { FilterBracket } from "@/builders/bracket/filter-bracket";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { useProject } from "@/lib/project-context";
import { settle } from "@/lib/tile-layout";
import { useFormat } from "@/lib/use-format";
import { Page } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { Sentence } from "@/ui/sentence";
import { AddTile } from "./add-tile";
import { TileGrid } from "./tile-grid";
import { TileTools } from "./tile-tools";

/** A dashboard as its author arranges it; nothing is kept until it is saved. */
export function EditBoard({ saved, done }: { saved: Dashboard; done: () => void }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const client = useQueryClient();
  const [draft, setDraft] = useState(saved);
  const answer = useQuery({
    ...dashboardAnswerQuery(project, saved, { lang: format.language, precision: "auto" }),
    placeholderData: keepPreviousData,
    enabled: saved.tiles.length > 0,
  });
  const saving = useMutation({
    mutationFn: () => saveDashboard(project, draft),
    onSuccess: async (changed) => {
      client.setQueryData([project, "dashboards", changed.dashboard_id], changed);
      await client.invalidateQueries({ queryKey: [project, "dashboards"], exact: true });
      done();
    },
  });
  const set = (controls: Partial<Controls>) =>
    setDraft({ ...draft, controls: { ...draft.controls, ...controls } });
  const put = (tiles: Tile[]) => setDraft({ ...draft, tiles });
  const change = (tile: Tile) =>
    put(draft.tiles.map((each) => (each.tile_id === tile.tile_id ? tile : each)));
  const tools = (
    <>
      <Button onClick={done}>{t("common.cancel")}</Button>
      <Button type="primary" loading={saving.isPending} onClick={() => saving.mutate()}>
        {t("common.save")}
      </Button>
    </>
  );
  return (
    <Page title={saved.name} about={t("dashboard.editAbout")} tools={tools}>
      {saving.error ? <Problem error={saving.error} /> : null}
      <div className="panel sentence">
        <Sentence
          text={t("dashboard.rangeSentence")}
          slots={{
            range: (
              <RangeBracket
                always
                none={t("dashboard.asEach")}
                range={draft.controls.range ?? undefined}
                onChange={(range) => set({ range: range ?? null })}
              />
            ),
            people: (
              <PeopleBracket
                people={draft.controls.people ?? undefined}
                onChange={(people) => set({ people: people ?? null })}
              />
            ),
            filter: (
              <FilterBracket
                filter={draft.controls.filter ?? undefined}
                onChange={(filter) => set({ filter: filter ?? null })}
              />
            ),
          }}
        />
      </div>
      <div className="row">
        <Input
          style={{ maxWidth: 320 }}
          aria-label={t("dashboard.name")}
          value={draft.name}
          maxLength={200}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
        />
        <AddTile tiles={draft.tiles} add={(tile) => put([...draft.tiles, tile])} />
      </div>
      <TileGrid
        tiles={draft.tiles}
        known={new Set(saved.tiles.map((each) => each.tile_id))}
        answer={{ tiles: [], as_of: "", rows_read: 0, took_ms: 0, ...answer.data }}
        tools={(tile) => (
          <TileTools
            tile={tile}
            change={change}
            place={(to) => put(settle(draft.tiles, tile.tile_id, to))}
            remove={() => put(draft.tiles.filter((each) => each !== tile))}
          />
        )}
      />
    </Page>
  );
}
