import type { CSSProperties } from "react";
import type { Step, Waterfall } from "./waterfall-steps";
import "./waterfall.css";

interface Props {
  all: Waterfall;
  step: Step;
  /** The bar of a sum, not of a step. */
  whole?: boolean;
  label: string;
}

/** One bar of a waterfall, in the row of a table. */
export function WaterfallBar({ all, step, whole = false, label }: Props) {
  const span = all.high - all.low || 1;
  const at = (value: number) => ((value - all.low) / span) * 100;
  const left = at(Math.min(step.from, step.to));
  const right = at(Math.max(step.from, step.to));
  const tone = whole ? "whole" : step.to < step.from ? "less" : "";
  return (
    <div
      className="waterfall"
      role="img"
      aria-label={label}
      style={{ "--zero": `${at(0)}%` } as CSSProperties}
    >
      <div className={`waterfall-bar ${tone}`} style={{ left: `${left}%`, width: `${right - left}%` }} />
    </div>
  );
}
