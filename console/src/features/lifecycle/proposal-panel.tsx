import type { UseMutationResult } from "@tanstack/react-query";
import { Button, Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import type { Calibration, Proposal } from "@/api/lifecycle";
import { inLanguage } from "@/api/said";
import { lengthWords } from "@/builders/condition/words";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";
import { RejectedProposals } from "./rejected-proposals";

/** What may be done with proposals. */
interface Judging {
  take: UseMutationResult<unknown, Error, string[]>;
  judge: UseMutationResult<unknown, Error, { act: "reject" | "resume"; proposal: string }>;
}

interface Props {
  found: Calibration;
  words: (stage: string) => string;
  chosen: string[];
  onChoose: (chosen: string[]) => void;
  /** Null for who may only look. */
  may: Judging | null;
}

/** Thresholds that could be others, each with its reason; the chosen ones go into the draft. */
export function ProposalPanel({ found, words, chosen, onChoose, may }: Props) {
  const { t } = useTranslation();
  const open = found.proposals.filter((each) => !each.rejected);
  const ids = open.map((each) => each.proposal_id);
  const taken = chosen.filter((each) => ids.includes(each));
  const error = may?.take.error ?? may?.judge.error;
  return (
    <Panel title={t("lifecycle.calibrate.proposals")}>
      <div className="stack">
        {open.length === 0 ? (
          <span className="note">{t("lifecycle.calibrate.none")}</span>
        ) : (
          <table className="plain" data-testid="proposals">
            <thead>
              <tr>
                <th scope="col">
                  <Checkbox
                    aria-label={t("lifecycle.calibrate.all")}
                    checked={taken.length === open.length}
                    indeterminate={taken.length > 0 && taken.length < open.length}
                    onChange={(event) => onChoose(event.target.checked ? ids : [])}
                  >
                    {t("lifecycle.editor.stages")}
                  </Checkbox>
                </th>
                <th scope="col">{t("lifecycle.calibrate.clause")}</th>
                <th scope="col">{t("lifecycle.calibrate.was")}</th>
                <th scope="col">{t("lifecycle.calibrate.becomes")}</th>
                <th scope="col">{t("lifecycle.calibrate.why")}</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {open.map((each) => (
                <ProposalRow
                  key={each.proposal_id}
                  proposal={each}
                  stage={words(each.stage)}
                  isTaken={taken.includes(each.proposal_id)}
                  onTake={(on) =>
                    onChoose(
                      on ? [...taken, each.proposal_id] : taken.filter((id) => id !== each.proposal_id),
                    )
                  }
                  judge={may?.judge ?? null}
                />
              ))}
            </tbody>
          </table>
        )}
        {may && open.length > 0 ? (
          <Button
            type="primary"
            style={{ alignSelf: "flex-start" }}
            disabled={taken.length === 0}
            loading={may.take.isPending}
            onClick={() => may.take.mutate(taken)}
          >
            {t("lifecycle.calibrate.take")}
          </Button>
        ) : null}
        <RejectedProposals
          proposals={found.proposals.filter((each) => each.rejected)}
          words={words}
          resume={may ? (proposal) => may.judge.mutate({ act: "resume", proposal }) : null}
        />
        {error ? <Problem error={error} /> : null}
      </div>
    </Panel>
  );
}

interface RowProps {
  proposal: Proposal;
  stage: string;
  isTaken: boolean;
  onTake: (on: boolean) => void;
  judge: Judging["judge"] | null;
}

function ProposalRow({ proposal, stage, isTaken, onTake, judge }: RowProps) {
  const { t } = useTranslation();
  const { language } = useFormat();
  const [clause, reason] = [proposal.clause, proposal.reason].map((each) => inLanguage(each, language));
  return (
    <tr>
      <td>
        <Checkbox checked={isTaken} onChange={(event) => onTake(event.target.checked)}>
          {stage}
        </Checkbox>
      </td>
      <td className="soft">{clause}</td>
      <td>{lengthWords(proposal.was, t)}</td>
      <td>
        <strong>{lengthWords(proposal.becomes, t)}</strong>
      </td>
      <td>{reason}</td>
      <td>
        {judge ? (
          <Button
            size="small"
            type="text"
            disabled={judge.isPending}
            aria-label={`${t("lifecycle.calibrate.reject")}: ${stage}, ${clause}`}
            onClick={() => judge.mutate({ act: "reject", proposal: proposal.proposal_id })}
          >
            {t("lifecycle.calibrate.reject")}
          </Button>
        ) : null}
      </td>
    </tr>
  );
}
