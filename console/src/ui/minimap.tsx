import { type PointerEvent, type RefObject, useLayoutEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "@/lib/use-pan-zoom";

interface Props {
  content: RefObject<HTMLElement | null>;
  view: View;
  /** Brings a place of the content to the middle of the window. */
  center: (x: number, y: number) => void;
}
interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const WIDTH = 160;
const TALLEST = 120;

/** Where the nodes of the content lie, in its own measures. */
function boxesIn(content: HTMLElement): Box[] {
  const all = content.getBoundingClientRect();
  const scale = all.width / content.offsetWidth || 1;
  return [...content.querySelectorAll("[data-node]")].map((node) => {
    const box = node.getBoundingClientRect();
    return {
      x: (box.left - all.left) / scale,
      y: (box.top - all.top) / scale,
      width: box.width / scale,
      height: box.height / scale,
    };
  });
}

/** The whole surface in a corner, and the part that is seen; a press brings a place into the middle. */
export function Minimap({ content, view, center }: Props) {
  const { t } = useTranslation();
  const [boxes, setBoxes] = useState<Box[]>([]);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const inside = content.current;
    if (!inside) return;
    const measure = () => {
      setBoxes(boxesIn(inside));
      setSize({ width: inside.offsetWidth, height: inside.offsetHeight });
    };
    const watch = new ResizeObserver(measure);
    watch.observe(inside);
    return () => watch.disconnect();
  }, [content]);
  const isSeen =
    view.scale === 1 &&
    view.x >= 0 &&
    view.y >= 0 &&
    view.x + size.width <= view.width + 1 &&
    view.y + size.height <= view.height + 1;
  if (boxes.length < 2 || isSeen) return null;
  const small = Math.min(WIDTH / size.width, TALLEST / size.height);
  const go = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons === 0) return;
    const map = event.currentTarget.getBoundingClientRect();
    center((event.clientX - map.left) / small, (event.clientY - map.top) / small);
  };
  return (
    <svg
      className="canvas-map"
      role="img"
      aria-label={t("common.minimap")}
      width={size.width * small}
      height={size.height * small}
      viewBox={`0 0 ${size.width} ${size.height}`}
      onPointerDown={go}
      onPointerMove={go}
    >
      {boxes.map((box) => (
        <rect key={`${box.x} ${box.y}`} className="canvas-map-node" rx={8} {...box} />
      ))}
      <rect
        className="canvas-map-view"
        x={-view.x / view.scale}
        y={-view.y / view.scale}
        width={view.width / view.scale}
        height={view.height / view.scale}
      />
    </svg>
  );
}
