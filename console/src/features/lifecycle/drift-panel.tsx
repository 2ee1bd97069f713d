import { useTranslation } from "react-i18next";
import type { Calibration } from "@/api/lifecycle";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

const QUANTILES = ["p25", "p50", "p75", "p90"] as const;

interface Props {
  found: Calibration;
  words: (stage: string) => string;
}

/** What the stages are like now beside the reference, where it is more than a fifth off; and the intervals. */
export function DriftPanel({ found, words }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const intervals = [
    ["purchase", found.now.purchase],
    ["activity", found.now.activity],
  ] as const;
  const note = t("lifecycle.calibrate.reference", { at: format.instant(found.reference.taken_at) });
  const shown = (what: string, value: number) =>
    what === "share" ? format.percent(value) : (Math.round(value * 100) / 100).toString();
  return (
    <>
      <Panel title={t("lifecycle.calibrate.drifts")} note={note}>
        {found.drifts.length === 0 ? (
          <span className="note">{t("lifecycle.calibrate.noDrift")}</span>
        ) : (
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t("pool.stage")}</th>
                <th scope="col">{t("lifecycle.calibrate.whatHead")}</th>
                <th scope="col" className="num">
                  {t("lifecycle.calibrate.moved")}
                </th>
                <th scope="col" className="num">
                  {t("lifecycle.calibrate.change")}
                </th>
                <th scope="col">{t("lifecycle.marks")}</th>
              </tr>
            </thead>
            <tbody>
              {found.drifts.map((each) => (
                <tr key={`${each.stage} ${each.what}`}>
                  <td>{words(each.stage)}</td>
                  <td>{t(`lifecycle.calibrate.what.${each.what}`)}</td>
                  <td className="num">
                    {shown(each.what, each.was)} → {shown(each.what, each.now)}
                  </td>
                  <td className="num">
                    {each.change > 0 ? "+" : ""}
                    {format.percent(each.change)}
                  </td>
                  <td className="note">{each.marks.map((mark) => `${mark.day} ${mark.note}`).join(" · ")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
      <Panel title={t("lifecycle.calibrate.intervals")}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col" />
              {QUANTILES.map((name) => (
                <th key={name} scope="col" className="num" title={t(`analysis.interval.hint.${name}`)}>
                  {t(`analysis.interval.${name}`)}
                </th>
              ))}
              <th scope="col" className="num">
                {t("lifecycle.calibrate.count")}
              </th>
            </tr>
          </thead>
          <tbody>
            {intervals.map(([name, each]) =>
              each ? (
                <tr key={name}>
                  <td>{t(`lifecycle.calibrate.${name}`)}</td>
                  {[each.p25, each.p50, each.p75, each.p90, each.count].map((value, at) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
                    <td key={at} className="num">
                      {format.whole(Math.round(value))}
                    </td>
                  ))}
                </tr>
              ) : null,
            )}
          </tbody>
        </table>
      </Panel>
    </>
  );
}
