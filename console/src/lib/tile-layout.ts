/** Where tiles lie on the grid of a dashboard: nobody over another, no holes above. */
interface Placed {
  tile_id: string;
  place: { x: number; y: number; w: number; h: number };
}

export const COLUMNS = 12;

function overlap(a: Placed["place"], b: Placed["place"]): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** A place within the grid. */
function within(place: Placed["place"]): Placed["place"] {
  const w = Math.min(COLUMNS, Math.max(2, place.w));
  const h = Math.min(COLUMNS, Math.max(2, place.h));
  return { x: Math.min(COLUMNS - w, Math.max(0, place.x)), y: Math.max(0, place.y), w, h };
}

/** The tiles with one of them put somewhere: whoever is in its way moves down, then all move up as far as they can. */
export function settle<T extends Placed>(tiles: readonly T[], moved: string, to: Placed["place"]): T[] {
  const wanted = tiles.map((tile) => (tile.tile_id === moved ? { ...tile, place: within(to) } : tile));
  const first = (tile: T) => (tile.tile_id === moved ? -0.5 : 0);
  const order = [...wanted].sort(
    (a, b) => a.place.y + first(a) - (b.place.y + first(b)) || a.place.x - b.place.x,
  );
  const done: T[] = [];
  for (const tile of order) {
    let y = 0;
    while (done.some((other) => overlap({ ...tile.place, y }, other.place))) y += 1;
    done.push({ ...tile, place: { ...tile.place, y } });
  }
  return done;
}

/** A free place at the foot of a dashboard. */
export function below(tiles: readonly Placed[], w: number, h: number): Placed["place"] {
  return { x: 0, y: Math.max(0, ...tiles.map((tile) => tile.place.y + tile.place.h)), w, h };
}
