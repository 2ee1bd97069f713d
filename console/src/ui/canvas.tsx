import { FullscreenExitOutlined, MinusOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { usePanZoom } from "@/lib/use-pan-zoom";
import { Minimap } from "./minimap";
import "./canvas.css";

interface Props {
  label: string;
  /** Beside the tools of the canvas itself. */
  tools?: ReactNode;
  children: ReactNode;
}

const PUSH = 48;
const STEP = 1.25;
const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [PUSH, 0],
  ArrowRight: [-PUSH, 0],
  ArrowUp: [0, PUSH],
  ArrowDown: [0, -PUSH],
};
/** What is pressed itself does not move the canvas. */
const PRESSED = "a, button, input, select, textarea";

/** A surface larger than its window: drag or arrow keys move it; + and −, or the wheel with Ctrl, size it; 0 fits it. */
export function Canvas({ label, tools, children }: Props) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const grip = useRef<{ x: number; y: number } | null>(null);
  const { view, move, zoom, center, showAll } = usePanZoom(frame, content);
  useEffect(() => {
    const node = frame.current;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = node?.getBoundingClientRect();
      zoom(
        Math.exp(-event.deltaY * 0.002),
        event.clientX - (box?.left ?? 0),
        event.clientY - (box?.top ?? 0),
      );
    };
    node?.addEventListener("wheel", wheel, { passive: false });
    return () => node?.removeEventListener("wheel", wheel);
  }, [zoom]);
  const press = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    if (arrow) move(...arrow);
    else if (event.key === "+" || event.key === "=") zoom(STEP);
    else if (event.key === "-") zoom(1 / STEP);
    else if (event.key === "0") showAll();
    else return;
    event.preventDefault();
  };
  const drag = (event: PointerEvent) => {
    if (!grip.current) return;
    move(event.clientX - grip.current.x, event.clientY - grip.current.y);
    grip.current = { x: event.clientX, y: event.clientY };
  };
  return (
    <div className="canvas">
      <div className="canvas-tools">
        {tools}
        <Button
          size="small"
          icon={<PlusOutlined />}
          aria-label={t("common.zoomIn")}
          onClick={() => zoom(STEP)}
        />
        <Button
          size="small"
          icon={<MinusOutlined />}
          aria-label={t("common.zoomOut")}
          onClick={() => zoom(1 / STEP)}
        />
        <Button
          size="small"
          icon={<FullscreenExitOutlined />}
          aria-label={t("common.fit")}
          onClick={showAll}
        />
      </div>
      <div
        ref={frame}
        className="canvas-frame"
        role="application"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move it
        tabIndex={0}
        style={{ height: view.height }}
        onKeyDown={press}
        onPointerDown={(event) => {
          if ((event.target as HTMLElement).closest(PRESSED)) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          grip.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerMove={drag}
        onPointerUp={() => {
          grip.current = null;
        }}
      >
        <div
          ref={content}
          className="canvas-content"
          style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` }}
        >
          {children}
        </div>
      </div>
      <Minimap content={content} view={view} center={center} />
    </div>
  );
}
