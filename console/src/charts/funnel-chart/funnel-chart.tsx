import type { ReactNode } from "react";
import "./funnel-chart.css";

export interface FunnelBar {
  name: string;
  detail?: string;
  share: number;
  /** Numbers with links, made by the page. */
  reached: ReactNode;
  shareText: string;
  lost: ReactNode | null;
  /** Those whose window is still open. */
  pending?: ReactNode | null;
  /** The share in the range compared with, drawn as a thin grey line. */
  before?: { share: number; text: string } | null;
  time: string | null;
}
interface Props {
  bars: FunnelBar[];
  label: string;
}

/** Steps as columns: full is the first step, the hatched part is who did not come this far. */
export function FunnelChart({ bars, label }: Props) {
  return (
    <ol className="funnel-chart" aria-label={label}>
      {bars.map((bar, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the funnel; the same event may stand twice
        <li key={index}>
          <div className="funnel-name" title={bar.name}>
            <span className="funnel-index">{index + 1}</span>
            {bar.name}
          </div>
          <div className="note funnel-detail">{bar.detail ?? ""}</div>
          <div className="funnel-numbers">
            <strong>{bar.reached}</strong>
            <span className="soft">{bar.shareText}</span>
          </div>
          <div className="funnel-column">
            <div className="funnel-fill" style={{ height: `${Math.max(bar.share * 100, 0.6)}%` }} />
            {bar.before ? (
              <div
                className="funnel-before"
                title={bar.before.text}
                style={{ bottom: `${Math.min(bar.before.share * 100, 99.5)}%` }}
              />
            ) : null}
          </div>
          <div className="funnel-foot">
            {bar.lost ? <span className="funnel-lost">{bar.lost}</span> : <span>&nbsp;</span>}
            {bar.pending ? <span className="note">{bar.pending}</span> : null}
            <span className="note">{bar.time ?? ""}</span>
            {bar.before ? <span className="note">{bar.before.text}</span> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}
