import { createContext, useContext } from "react";
import type { Path } from "./move";

/** Moving lines of the tree being edited. */
interface Dragging {
  /** The line being dragged; null while none is. */
  line: Path | null;
  drag: (line: Path | null) => void;
  /** Puts a line before the one that stands at `to`. */
  move: (from: Path, to: Path) => void;
  /** What an arrow key does with a line; true when it moved. */
  byKey: (from: Path, key: string) => boolean;
}

export const DraggingContext = createContext<Dragging>({
  line: null,
  drag: () => undefined,
  move: () => undefined,
  byKey: () => false,
});

export function useDragging(): Dragging {
  return useContext(DraggingContext);
}
