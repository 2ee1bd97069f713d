import type { PoolQuery, PoolResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { CellBefore } from "@/builders/query/cell-before";
import { PeopleBefore } from "@/builders/query/people-before";
import { useFormat } from "@/lib/use-format";

type Line = Pick<PoolResult, "people" | "entered" | "left" | "payers" | "revenue" | "previous">;
interface Props {
  name: string;
  line: Line;
  /** The largest line of the table; 0 for one that is compared with none. */
  most: number;
  query: PoolQuery;
  who: Record<string, unknown>;
  outside?: boolean;
}

/** One row: how many, in, out, money; each count of people opens as people. */
export function PoolLine({ name, line, most, query, who, outside = false }: Props) {
  const format = useFormat();
  const number = (of: "people" | "entered" | "left" | "payers") => {
    const behind = { title: name, source: { kind: "query" as const, query, who: { of, ...who } } };
    return (
      <>
        <PeopleNumber value={line[of]} behind={behind} />
        <PeopleBefore now={line[of]} before={line.previous?.[of]} behind={behind} />
      </>
    );
  };
  return (
    <tr className={outside ? "pool-outside" : undefined}>
      <th scope="row" title={name}>
        {name}
      </th>
      <td className="num">{number("people")}</td>
      <td className="pool-track">
        {most > 0 ? <div className="pool-fill" style={{ width: `${(line.people / most) * 100}%` }} /> : null}
      </td>
      <td className={`num ${line.entered > 0 ? "pool-in" : ""}`}>{number("entered")}</td>
      <td className={`num ${line.left > 0 ? "pool-out" : ""}`}>{number("left")}</td>
      <td className="num">{number("payers")}</td>
      <td className="num">
        {format.money(line.revenue)}
        <CellBefore now={line.revenue} before={line.previous?.revenue}>
          {format.money(line.previous?.revenue ?? null)}
        </CellBefore>
      </td>
    </tr>
  );
}
