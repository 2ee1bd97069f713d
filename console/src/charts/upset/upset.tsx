import type { ReactNode } from "react";
import "./upset.css";

interface UpsetPart {
  key: string;
  /** By set: whether the people of this part are in it. */
  inside: boolean[];
  /** Length of the bar against the longest, 0 to 1. */
  share: number;
  people: ReactNode;
}
interface Props {
  label: string;
  head: string;
  sets: string[];
  parts: UpsetPart[];
  /** Says a dot to who does not see it. */
  dot: (set: string, isIn: boolean) => string;
}

/** Each row is the people who are in exactly the dotted sets; the bar is how many. */
export function Upset({ label, head, sets, parts, dot }: Props) {
  return (
    <div className="scroll">
      <table className="upset" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {sets.map((set) => (
              <th key={set} scope="col">
                {set}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part.key}>
              <td>
                <div className="upset-row">
                  <span className="upset-bar" style={{ width: `${part.share * 70}%` }} />
                  {part.people}
                </div>
              </td>
              {sets.map((set, at) => (
                <td key={set}>
                  <span
                    className={`upset-dot ${part.inside[at] ? "in" : ""}`}
                    role="img"
                    aria-label={dot(set, part.inside[at] ?? false)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
