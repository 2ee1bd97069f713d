import { useEffect, useRef } from "react";
import { useTheme } from "@/ui/theme-context";
import "./click-map.css";

interface Cell {
  x: number;
  y: number;
  clicks: number;
}
interface Box {
  key: string;
  /** What stands on its mark. */
  mark: string;
  title: string;
  /** Shares of the page's width, and pixels. */
  left: number;
  top: number;
  width: number;
  height: number;
}
interface Props<Spot extends Cell> {
  label: string;
  /** Pixels, of the page the positions are told for. */
  width: number;
  height: number | null;
  columns: number;
  /** Pixels. */
  row: number;
  cells: Spot[];
  boxes: Box[];
  say: (cell: Spot) => string;
  onCell: (cell: Spot) => void;
  onBox: (key: string) => void;
}

const BELOW_ROWS = 4;
const HEIGHT_MIN = 0.3;

/** A page in outline: its elements as boxes, and where it was clicked as heat; both open their people. */
export function ClickMap<Spot extends Cell>(props: Props<Spot>) {
  const { label, width, height, columns, row, cells, boxes, say, onCell, onBox } = props;
  const { palette } = useTheme();
  const drawn = useRef<SVGSVGElement>(null);
  const side = width / columns;
  const most = Math.max(1, ...cells.map((cell) => cell.clicks));
  const lowest = Math.max(0, ...cells.map((cell) => (cell.y + 1 + BELOW_ROWS) * row));
  const reach = Math.max(lowest, ...boxes.map((box) => box.top + box.height + row), width * HEIGHT_MIN);
  const tall = height === null ? reach : Math.min(Math.max(height, width * HEIGHT_MIN), reach);
  useEffect(() => {
    const svg = drawn.current;
    const pick = (event: Event) => {
      const at = (event.target as Element).getAttribute("data-cell");
      const cell = at === null ? undefined : cells[Number(at)];
      if (cell) onCell(cell);
    };
    svg?.addEventListener("click", pick);
    return () => svg?.removeEventListener("click", pick);
  }, [cells, onCell]);
  const heat = (clicks: number) => {
    const steps = palette.heat.length - 1;
    return palette.heat[Math.max(1, Math.ceil(Math.sqrt(clicks / most) * steps))] ?? palette.accent;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long page is scrolled with the keyboard
    <section className="click-map" tabIndex={0} aria-label={label}>
      <div className="click-map-page" style={{ aspectRatio: `${width} / ${tall}` }}>
        <div role="img" aria-label={label} style={{ height: "100%" }}>
          <svg ref={drawn} viewBox={`0 0 ${width} ${tall}`} aria-hidden="true">
            <rect width={width} height={tall} fill={palette.panel} />
            {boxes.map((box) => (
              <rect
                key={box.key}
                x={box.left * width}
                y={box.top}
                width={box.width * width}
                height={box.height}
                rx={4}
                fill={palette.lineSoft}
                stroke={palette.line}
              />
            ))}
            {cells.map((cell, at) => (
              <rect
                key={`${cell.x} ${cell.y}`}
                data-cell={at}
                x={cell.x * side}
                y={cell.y * row}
                width={side}
                height={row}
                rx={Math.min(side, row) / 4}
                fill={heat(cell.clicks)}
                fillOpacity={0.82}
              >
                <title>{say(cell)}</title>
              </rect>
            ))}
          </svg>
        </div>
        {boxes.map((box) => (
          <div
            key={box.key}
            className="click-map-box"
            style={{
              left: `${box.left * 100}%`,
              top: `${(box.top / tall) * 100}%`,
              width: `${box.width * 100}%`,
              height: `${(box.height / tall) * 100}%`,
            }}
          >
            <button
              type="button"
              className="click-map-mark"
              title={box.title}
              aria-label={box.title}
              onClick={() => onBox(box.key)}
            >
              {box.mark}
            </button>
          </div>
        ))}
      </div>
    </section>
  );
}
