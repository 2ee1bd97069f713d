import { useTranslation } from "react-i18next";
import type { RfmQuery, RfmResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

/** Buyers by their scores of recency and frequency, the best above and to the right. */
export function RfmScores({ query, result }: { query: RfmQuery; result: RfmResult }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (result.scores.length === 0) return null;
  const most = Math.max(...result.scores.map((each) => each.people));
  const level = Math.max(...result.scores.flatMap((each) => [each.r, each.f]));
  const behind = (r: number, f: number) => ({
    title: `${t("lifecycle.rfm.r")} ${r} · ${t("lifecycle.rfm.f")} ${f}`,
    source: { kind: "query" as const, query, who: { r, f } },
  });
  const marks = Array.from({ length: level }, (_, n) => n + 1);
  return (
    <Panel title={t("lifecycle.rfm.scores")}>
      <table className="plain" aria-label={t("lifecycle.rfm.scores")}>
        <thead>
          <tr>
            <th scope="col">{`${t("lifecycle.rfm.f")} \\ ${t("lifecycle.rfm.r")}`}</th>
            {marks.map((r) => (
              <th key={r} scope="col" className="num">
                {r}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...marks].reverse().map((f) => (
            <tr key={f}>
              <th scope="row">{f}</th>
              {marks.map((r) => {
                const cell = result.scores.find((each) => each.r === r && each.f === f);
                const share = cell ? cell.people / most : 0;
                return (
                  <td
                    key={r}
                    className="num"
                    style={{
                      background: `color-mix(in srgb, var(--accent) ${Math.round(share * 45)}%, transparent)`,
                    }}
                    title={cell ? format.money(cell.amount) : undefined}
                  >
                    {cell ? <PeopleNumber value={cell.people} behind={behind(r, f)} /> : "–"}
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
