import { Skeleton } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DashboardAnswer, Tile } from "@/api/dashboards";
import { TileCard } from "./tile-card";
import type { Exactly } from "./use-board-answer";

interface Props {
  tiles: Tile[];
  answer: DashboardAnswer | undefined;
  waiting?: boolean;
  /** What stands above a tile while it is edited. */
  tools?: (tile: Tile) => ReactNode;
  /** Tiles that can have numbers, where not all are saved yet. */
  known?: Set<string>;
  /** How exact numbers are asked for, where some may be estimates. */
  exact?: Exactly;
}

/** Tiles on twelve columns. */
export function TileGrid({ tiles, answer, waiting = false, tools, known, exact }: Props) {
  const { t } = useTranslation();
  const found = new Map(answer?.tiles.map((each) => [each.tile_id, each]));
  return (
    <div className={`tile-grid ${waiting ? "dimmed" : ""}`} aria-busy={waiting}>
      {tiles.map((tile) => {
        const { x, y, w, h } = tile.place;
        const numbers = found.get(tile.tile_id);
        return (
          <section
            key={tile.tile_id}
            className="panel tile"
            data-testid="tile"
            style={{ gridColumn: `${x + 1} / span ${w}`, gridRow: `${y + 1} / span ${h}` }}
          >
            {tools?.(tile)}
            {tile.text == null && known?.has(tile.tile_id) === false ? (
              <span className="soft">{t("dashboard.afterSaving")}</span>
            ) : tile.text == null && !numbers ? (
              <Skeleton active title={false} paragraph={{ rows: 3 }} />
            ) : (
              <TileCard tile={tile} answer={numbers} isEdited={tools !== undefined} exact={exact} />
            )}
          </section>
        );
      })}
    </div>
  );
}
