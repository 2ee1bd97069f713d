import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Proposal } from "@/api/lifecycle";
import { inLanguage } from "@/api/said";
import { lengthWords } from "@/builders/condition/words";
import { useFormat } from "@/lib/use-format";

interface Props {
  proposals: Proposal[];
  words: (stage: string) => string;
  /** Lets one be proposed again; null for who may not. */
  resume: ((proposal: string) => void) | null;
}

/** What was turned down, by whom and when; it is not proposed while it says the same. */
export function RejectedProposals({ proposals, words, resume }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (proposals.length === 0) return null;
  return (
    <ul
      className="stack"
      style={{ gap: 4, margin: 0, paddingInlineStart: 16 }}
      data-testid="rejected-proposals"
    >
      {proposals.map((each) => {
        const what = `${words(each.stage)}, ${inLanguage(each.clause, format.language)}`;
        return (
          <li key={each.proposal_id}>
            {what}: {lengthWords(each.was, t)} → {lengthWords(each.becomes, t)}{" "}
            <span className="note">
              {t("lifecycle.calibrate.rejectedBy", {
                day: format.day(each.rejected?.rejected_at),
                who: each.rejected?.rejected_by,
              })}
            </span>
            {resume ? (
              <Button
                size="small"
                type="link"
                aria-label={`${t("lifecycle.calibrate.resume")}: ${what}`}
                onClick={() => resume(each.proposal_id)}
              >
                {t("lifecycle.calibrate.resume")}
              </Button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
