import "./lift-interval.css";

interface Props {
  label: string;
  low: number;
  difference: number;
  high: number;
  percent: (share: number) => string;
}

/** The difference between treated and held out, with its 95 % interval around zero. */
export function LiftInterval({ label, low, difference, high, percent }: Props) {
  const reach = Math.max(Math.abs(low), Math.abs(high), 0.001) * 1.25;
  const at = (share: number) => `${50 + (share / reach) * 50}%`;
  const tone = low > 0 ? "good" : high < 0 ? "bad" : "unsure";
  return (
    <div className={`lift-interval ${tone}`} role="img" aria-label={label}>
      <div className="lift-track">
        <span className="lift-zero" />
        <span className="lift-range" style={{ left: at(low), right: `calc(100% - ${at(high)})` }} />
        <span className="lift-point" style={{ left: at(difference) }} />
      </div>
      <div className="lift-labels note">
        <span style={{ left: at(low) }}>{percent(low)}</span>
        <span style={{ left: at(high) }}>{percent(high)}</span>
        <span className="lift-zero-label">0</span>
      </div>
    </div>
  );
}
