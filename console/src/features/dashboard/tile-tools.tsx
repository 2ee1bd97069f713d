import { ArrowsAltOutlined, DeleteOutlined, DragOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Place, Tile } from "@/api/dashboards";
import { FilterBracket } from "@/builders/bracket/filter-bracket";
import { COLUMNS } from "@/lib/tile-layout";
import { NamedInput } from "@/ui/named-input";

interface Props {
  tile: Tile;
  change: (tile: Tile) => void;
  place: (to: Place) => void;
  remove: () => void;
}

const CELL_HEIGHT = 56;
const SHOWN = ["auto", "number", "chart", "table"] as const;
const KEYS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** What its author can do with a tile: name it, say how it is drawn, put it elsewhere, size it, take it away. */
export function TileTools({ tile, change, place, remove }: Props) {
  const { t } = useTranslation();
  const by = (columns: number, rows: number, sizes: boolean) => {
    const { x, y, w, h } = tile.place;
    place(sizes ? { x, y, w: w + columns, h: h + rows } : { x: x + columns, y: y + rows, w, h });
  };
  return (
    <div className="tile-tools">
      <Handle label={t("dashboard.move")} icon={<DragOutlined />} by={(c, r) => by(c, r, false)} />
      <Handle label={t("dashboard.size")} icon={<ArrowsAltOutlined />} by={(c, r) => by(c, r, true)} />
      <NamedInput
        size="small"
        label={t("dashboard.tileTitle")}
        value={tile.title ?? ""}
        maxLength={200}
        onChange={(title) => change({ ...tile, title })}
      />
      {tile.text == null ? (
        <Select
          size="small"
          aria-label={t("dashboard.shown.label")}
          value={tile.shown ?? "auto"}
          onChange={(shown) => change({ ...tile, shown })}
          options={SHOWN.map((value) => ({ value, label: t(`dashboard.shown.${value}`) }))}
        />
      ) : null}
      {tile.text == null ? (
        <FilterBracket
          filter={tile.filter ?? undefined}
          onChange={(filter) => change({ ...tile, filter: filter ?? null })}
        />
      ) : null}
      <Button
        size="small"
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t("common.remove")}
        onClick={remove}
      />
    </div>
  );
}

/** A handle that is dragged by cells of the grid, or pushed with the arrow keys. */
function Handle({
  label,
  icon,
  by,
}: {
  label: string;
  icon: React.ReactNode;
  by: (c: number, r: number) => void;
}) {
  const from = useRef<{ x: number; y: number } | null>(null);
  const drag = (event: PointerEvent<HTMLButtonElement>) => {
    const grid = event.currentTarget.closest(".tile-grid");
    if (!from.current || !grid) return;
    const columns = Math.round((event.clientX - from.current.x) / (grid.clientWidth / COLUMNS));
    const rows = Math.round((event.clientY - from.current.y) / CELL_HEIGHT);
    if (columns === 0 && rows === 0) return;
    from.current = { x: event.clientX, y: event.clientY };
    by(columns, rows);
  };
  const push = (event: KeyboardEvent) => {
    const step = KEYS[event.key];
    if (!step) return;
    event.preventDefault();
    by(...step);
  };
  return (
    <button
      type="button"
      className="tile-handle"
      aria-label={label}
      title={label}
      onKeyDown={push}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        from.current = null;
      }}
    >
      {icon}
    </button>
  );
}
