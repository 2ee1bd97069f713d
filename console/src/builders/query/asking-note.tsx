import { Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Sample } from "@/api/query-types";
import { useFormat } from "@/lib/use-format";
import { Problem } from "@/ui/problem";
import type { Asking } from "./use-answer";

const LONG_MILLISECONDS = 2000;

interface Props {
  asking: Asking;
  /** Of the answer that is shown, where it is an estimate. */
  sample: Sample | undefined;
}

/** That an answer is an estimate and the exact one is on its way; what takes long can be stopped. */
export function AskingNote({ asking, sample }: Props) {
  const { t } = useTranslation();
  const isLong = useLong(asking.isRunning);
  if (asking.error) return <Problem error={asking.error} retry={asking.again} />;
  if (!(sample || asking.isStopped || isLong)) return null;
  return (
    <div className="row note" role="status" data-testid="asking">
      {sample ? (
        <EstimateWords sample={sample} isRunning={asking.isRunning} />
      ) : (
        <span>{t(asking.isStopped ? "question.stopped" : "question.working")}</span>
      )}
      <AskingButton asking={asking} again={t(sample ? "question.exact" : "question.askAgain")} />
    </div>
  );
}

function EstimateWords({ sample, isRunning }: { sample: Sample; isRunning: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = t("question.estimate", {
    n: format.whole(Math.round(1 / sample.share)),
    people: format.whole(sample.people),
    error: format.percent(sample.error),
  });
  return (
    <span>
      {words} {isRunning ? t("question.exactComes") : null}
    </span>
  );
}

function AskingButton({ asking, again }: { asking: Asking; again: string }) {
  const { t } = useTranslation();
  if (!(asking.isRunning || asking.isStopped)) return null;
  return (
    <Button size="small" onClick={asking.isRunning ? asking.stop : asking.again}>
      {asking.isRunning ? t("question.stop") : again}
    </Button>
  );
}

/** Whether something has gone on for long. */
function useLong(isRunning: boolean): boolean {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setTimeout(() => setIsLong(true), LONG_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      setIsLong(false);
    };
  }, [isRunning]);
  return isLong;
}
