import type { ReactNode } from "react";
import "./rfm-matrix.css";

interface RfmCell {
  name: string;
  /** Share of all people, for the bar. */
  share: number;
  title: string;
  marks: string;
  people: ReactNode;
  shareText: string;
  amount: string;
  average: string;
}
interface Props {
  cells: RfmCell[];
  label: string;
}

/** The eight classes as two rows of four: above, those who spend much; the bar is the share of people. */
export function RfmMatrix({ cells, label }: Props) {
  const top = Math.max(...cells.map((cell) => cell.share), 0.0001);
  return (
    <ul className="rfm-matrix" aria-label={label}>
      {cells.map((cell) => (
        <li key={cell.name} data-testid={`rfm-${cell.name}`}>
          <span className="rfm-bar" style={{ width: `${(cell.share / top) * 100}%` }} />
          <div className="row">
            <strong>{cell.title}</strong>
            <span className="note">{cell.marks}</span>
          </div>
          <div className="rfm-people">{cell.people}</div>
          <div className="soft">{cell.shareText}</div>
          <div className="note">{cell.amount}</div>
          <div className="note">{cell.average}</div>
        </li>
      ))}
    </ul>
  );
}
