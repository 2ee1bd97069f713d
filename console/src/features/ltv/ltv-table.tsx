import { useTranslation } from "react-i18next";
import type { LtvResult } from "@/api/query-types";
import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { CellBefore } from "@/builders/query/cell-before";
import { PeopleBefore } from "@/builders/query/people-before";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";
import { useTheme } from "@/ui/theme-context";
import type { Palette } from "@/ui/tokens";

type Line = LtvResult["total"];
interface Props {
  title: string;
  lines: { name: string; line: Line; before?: Line | null | undefined; who: object }[];
  periodName: (k: number) => string;
  behind: (title: "whoAll" | "whoPaid", name: string, who: object) => PeopleBehind;
}

function shade(value: number, most: number, palette: Palette) {
  if (most <= 0 || value <= 0) return {};
  const at = Math.min(Math.floor((value / most) * palette.heat.length), palette.heat.length - 1);
  const isDark = at >= palette.heat.length - 2;
  return { background: palette.heat[at] ?? "", color: isDark ? palette.panel : palette.ink };
}

/** Cohorts or groups downwards, periods to the right, value per person as heat. */
export function LtvTable({ title, lines, periodName, behind }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { palette } = useTheme();
  const costs = lines.some(({ line }) => line.cac !== null);
  const periods = Math.max(0, ...lines.map(({ line }) => line.cumulative.length));
  const most = Math.max(0, ...lines.flatMap(({ line }) => line.cumulative.map((value) => value ?? 0)));
  const heads = [
    "size",
    "payers",
    "soFar",
    ...(costs ? (["spend", "cac", "payback"] as const) : []),
  ] as const;
  return (
    <Panel title={title} className="scroll">
      <table className="plain" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{t("outcome.ltv.cohort")}</th>
            {heads.map((name) => (
              <th key={name} scope="col" className="num">
                {t(`outcome.ltv.${name}`)}
              </th>
            ))}
            {Array.from({ length: periods }, (_, k) => (
              <th key={periodName(k)} scope="col" className="num">
                {periodName(k)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, line, before, who }) => (
            <tr key={name}>
              <td>{name}</td>
              <td className="num">
                <PeopleNumber value={line.size} behind={behind("whoAll", name, who)} />
                <PeopleBefore now={line.size} before={before?.size} behind={behind("whoAll", name, who)} />
              </td>
              <td className="num">
                <PeopleNumber value={line.payers} behind={behind("whoPaid", name, { ...who, paid: true })} />
                <PeopleBefore
                  now={line.payers}
                  before={before?.payers}
                  behind={behind("whoPaid", name, { ...who, paid: true })}
                />
              </td>
              <td className="num">
                {format.money(line.so_far)}
                <CellBefore now={line.so_far} before={before?.so_far}>
                  {format.money(before?.so_far ?? null)}
                </CellBefore>
              </td>
              {costs ? (
                <>
                  <td className="num">{format.money(line.spend)}</td>
                  <td className="num">{format.money(line.cac)}</td>
                  <td className="num">
                    {line.cac === null
                      ? "–"
                      : line.payback === null
                        ? t("outcome.ltv.notYet")
                        : periodName(line.payback)}
                  </td>
                </>
              ) : null}
              {Array.from({ length: periods }, (_, k) => {
                const value = line.cumulative[k];
                return (
                  <td
                    key={periodName(k)}
                    className="num"
                    style={typeof value === "number" ? shade(value, most, palette) : {}}
                  >
                    {typeof value === "number" ? format.money(value) : ""}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
