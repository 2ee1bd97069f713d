import type { ReactNode } from "react";
import { useFormat } from "@/lib/use-format";
import "./stage-bars.css";

interface Props {
  stages: { name: string; people: number; number: ReactNode }[];
}

/** How many stand in each stage, as bars from zero. */
export function StageBars({ stages }: Props) {
  const format = useFormat();
  const total = stages.reduce((sum, stage) => sum + stage.people, 0);
  const top = Math.max(...stages.map((stage) => stage.people), 1);
  return (
    <ul className="stage-bars">
      {stages.map((stage) => (
        <li key={stage.name}>
          <div className="row">
            <span>{stage.name}</span>
            <span className="stage-number">
              {stage.number}{" "}
              <span className="note">{format.percent(total > 0 ? stage.people / total : null)}</span>
            </span>
          </div>
          <div className="stage-track">
            <div className="stage-fill" style={{ width: `${(stage.people / top) * 100}%` }} />
          </div>
        </li>
      ))}
    </ul>
  );
}
