import { useState } from "react";
import { useDragging } from "./dragging";
import type { Path } from "./move";

/** The gap between two lines, where a dragged line can be put. */
export function DropGap({ at }: { at: Path }) {
  const { line, drag, move } = useDragging();
  const [over, setOver] = useState(false);
  if (line === null) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the handle of the line does the same by arrow keys
    <div
      className={`drop-gap ${over ? "over" : ""}`}
      data-testid={`gap-${at.join("-")}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        drag(null);
        move(line, at);
      }}
    />
  );
}
