import type { UseMutationResult } from "@tanstack/react-query";
import { Button, Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import type { Calibration } from "@/api/lifecycle";
import { inLanguage } from "@/api/said";
import { lengthWords } from "@/builders/condition/words";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";

interface Props {
  found: Calibration;
  words: (stage: string) => string;
  chosen: string[];
  onChoose: (chosen: string[]) => void;
  take: UseMutationResult<unknown, Error, void> | null;
}

/** Thresholds that could be others, each with its reason; the chosen ones go into the draft. */
export function ProposalPanel({ found, words, chosen, onChoose, take }: Props) {
  const { t } = useTranslation();
  const { language } = useFormat();
  const toggle = (id: string, on: boolean) =>
    onChoose(on ? [...chosen, id] : chosen.filter((each) => each !== id));
  return (
    <Panel title={t("lifecycle.calibrate.proposals")}>
      {found.proposals.length === 0 ? (
        <span className="note">{t("lifecycle.calibrate.none")}</span>
      ) : (
        <div className="stack">
          <table className="plain" data-testid="proposals">
            <thead>
              <tr>
                <th scope="col">
                  <Checkbox
                    aria-label={t("lifecycle.calibrate.all")}
                    checked={chosen.length === found.proposals.length}
                    indeterminate={chosen.length > 0 && chosen.length < found.proposals.length}
                    onChange={(event) =>
                      onChoose(event.target.checked ? found.proposals.map((each) => each.proposal_id) : [])
                    }
                  >
                    {t("lifecycle.editor.stages")}
                  </Checkbox>
                </th>
                <th scope="col">{t("lifecycle.calibrate.clause")}</th>
                <th scope="col">{t("lifecycle.calibrate.was")}</th>
                <th scope="col">{t("lifecycle.calibrate.becomes")}</th>
                <th scope="col">{t("lifecycle.calibrate.why")}</th>
              </tr>
            </thead>
            <tbody>
              {found.proposals.map((each) => (
                <tr key={each.proposal_id}>
                  <td>
                    <Checkbox
                      checked={chosen.includes(each.proposal_id)}
                      onChange={(event) => toggle(each.proposal_id, event.target.checked)}
                    >
                      {words(each.stage)}
                    </Checkbox>
                  </td>
                  <td className="soft">{inLanguage(each.clause, language)}</td>
                  <td>{lengthWords(each.was, t)}</td>
                  <td>
                    <strong>{lengthWords(each.becomes, t)}</strong>
                  </td>
                  <td>{inLanguage(each.reason, language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {take ? (
            <Button
              type="primary"
              style={{ alignSelf: "flex-start" }}
              disabled={chosen.length === 0}
              loading={take.isPending}
              onClick={() => take.mutate()}
            >
              {t("lifecycle.calibrate.take")}
            </Button>
          ) : null}
          {take?.error ? <Problem error={take.error} /> : null}
        </div>
      )}
    </Panel>
  );
}
