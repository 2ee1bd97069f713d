import { useTheme } from "@/ui/theme-context";
import "./hour-heat.css";

interface Cell {
  weekday: number;
  hour: number;
  value: number;
}
interface Props {
  label: string;
  cells: Cell[];
  /** The name of a weekday; 1 is Monday. */
  weekdayName: (weekday: number) => string;
  compact: (value: number) => string;
  onPick: (weekday: number, hour: number) => void;
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** A week downwards, a day to the right, as heat; each cell opens its people. */
export function HourHeat({ label, cells, weekdayName, compact, onPick }: Props) {
  const { palette } = useTheme();
  const most = Math.max(1, ...cells.map((cell) => cell.value));
  const values = new Map(cells.map((cell) => [cell.weekday * 24 + cell.hour, cell.value]));
  const looks = (value: number) => {
    const steps = palette.heat.length;
    const at = value === 0 ? 0 : Math.min(Math.ceil((value / most) * (steps - 1)), steps - 1);
    return {
      background: value === 0 ? "transparent" : (palette.heat[at] ?? ""),
      color: at >= steps - 2 ? palette.panel : palette.ink,
    };
  };
  return (
    <div className="scroll">
      <table className="hour-heat" aria-label={label}>
        <thead>
          <tr>
            <td style={{ width: 56 }} />
            {HOURS.map((hour) => (
              <th key={hour} scope="col">
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {WEEKDAYS.map((weekday) => (
            <tr key={weekday}>
              <th scope="row">{weekdayName(weekday)}</th>
              {HOURS.map((hour) => {
                const value = values.get(weekday * 24 + hour) ?? 0;
                const said = `${weekdayName(weekday)} ${hour}:00 – ${compact(value)}`;
                return (
                  <td key={hour}>
                    <button
                      type="button"
                      title={said}
                      aria-label={said}
                      disabled={value === 0}
                      style={looks(value)}
                      onClick={() => onPick(weekday, hour)}
                    >
                      {value > 0 ? compact(value) : ""}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
