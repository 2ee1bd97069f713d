import { type RefObject, useCallback, useLayoutEffect, useState } from "react";

/** Where a surface lies in its window, and how large. */
export interface View {
  x: number;
  y: number;
  scale: number;
  /** Of the window. */
  width: number;
  height: number;
}

const LEAST = 0.25;
const MOST = 2;
const LOWEST = 240;
const HIGHEST = 760;

/** Moves and sizes `content` in `frame`; at first all of it is seen, no larger than it is. */
export function usePanZoom(frame: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>) {
  const [view, setView] = useState<View>({ x: 0, y: 0, scale: 1, width: 0, height: LOWEST });
  const showAll = useCallback(() => {
    const [window, inside] = [frame.current, content.current];
    if (!window || !inside) return;
    const [width, tall] = [inside.offsetWidth, inside.offsetHeight];
    const height = Math.min(HIGHEST, Math.max(LOWEST, tall));
    const scale = Math.max(LEAST, Math.min(1, window.clientWidth / width, height / tall));
    const y = Math.max(0, (height - tall * scale) / 2);
    setView({ x: 0, y, scale, width: window.clientWidth, height });
  }, [frame, content]);
  useLayoutEffect(() => {
    const inside = content.current;
    if (!inside) return;
    const watch = new ResizeObserver(showAll);
    watch.observe(inside);
    if (frame.current) watch.observe(frame.current);
    return () => watch.disconnect();
  }, [showAll, content, frame]);
  const move = useCallback((x: number, y: number) => {
    setView((before) => ({ ...before, x: before.x + x, y: before.y + y }));
  }, []);
  const zoom = useCallback(
    (by: number, x?: number, y?: number) => {
      const [atX, atY] = [
        x ?? (frame.current?.clientWidth ?? 0) / 2,
        y ?? (frame.current?.clientHeight ?? 0) / 2,
      ];
      setView((before) => {
        const scale = Math.min(MOST, Math.max(LEAST, before.scale * by));
        const grown = scale / before.scale;
        return { ...before, scale, x: atX - (atX - before.x) * grown, y: atY - (atY - before.y) * grown };
      });
    },
    [frame],
  );
  const center = useCallback((x: number, y: number) => {
    setView((before) => ({
      ...before,
      x: before.width / 2 - x * before.scale,
      y: before.height / 2 - y * before.scale,
    }));
  }, []);
  return { view, move, zoom, center, showAll };
}
