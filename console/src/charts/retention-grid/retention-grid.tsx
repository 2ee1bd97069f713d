import { useTheme } from "@/ui/theme-context";
import type { Palette } from "@/ui/tokens";
import "./retention-grid.css";

interface Cohort {
  label: string;
  size: number;
  values: (number | null)[];
}
interface Props {
  cohorts: Cohort[];
  average: (number | null)[];
  /** The number of the darkest cell; 1 for shares. */
  most?: number;
  periodName: (k: number) => string;
  percent: (share: number | null) => string;
  whole: (value: number) => string;
  words: { cohort: string; size: string; average: string; caption: string };
  onPick: (cohort: number, period: number | null) => void;
}

function shade(share: number, palette: Palette) {
  const steps = palette.heat.length;
  const at = Math.min(Math.floor(Math.sqrt(share) * steps), steps - 1);
  const dark = at >= steps - 2;
  return { background: palette.heat[at] ?? "", color: dark ? palette.panel : palette.ink };
}

/** Cohorts downwards, periods to the right, the share that came back as heat; each cell opens its people. */
export function RetentionGrid(props: Props) {
  const { cohorts, average, most = 1, periodName, percent, whole, words, onPick } = props;
  const { palette } = useTheme();
  const periods = Math.max(0, ...cohorts.map((cohort) => cohort.values.length));
  const columns = Array.from({ length: periods }, (_, k) => k);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keyboard
    <section className="retention-box" tabIndex={0} aria-label={words.caption}>
      <table className="retention-grid">
        <caption className="visually-hidden">{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.cohort}</th>
            <th scope="col">{words.size}</th>
            {columns.map((k) => (
              <th key={k} scope="col">
                {periodName(k)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr className="average">
            <th scope="row">{words.average}</th>
            <td />
            {columns.map((k) => (
              <td key={k}>{percent(average[k] ?? null)}</td>
            ))}
          </tr>
          {cohorts.map((cohort, row) => (
            <tr key={cohort.label}>
              <th scope="row">{cohort.label}</th>
              <td>
                <button type="button" className="people-link" onClick={() => onPick(row, null)}>
                  {whole(cohort.size)}
                </button>
              </td>
              {columns.map((k) => {
                const value = cohort.values[k];
                if (value === null || value === undefined) return <td key={k} className="future" />;
                const share = cohort.size > 0 ? value / cohort.size : 0;
                return (
                  <td key={k}>
                    <button
                      type="button"
                      style={shade(Math.max(share, 0) / most, palette)}
                      title={`${cohort.label} · ${periodName(k)}: ${whole(value)} / ${whole(cohort.size)}`}
                      onClick={() => onPick(row, k)}
                    >
                      {percent(share)}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
