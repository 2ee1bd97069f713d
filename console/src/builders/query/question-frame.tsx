import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Answer, Query } from "@/api/query-types";
import { inLanguage } from "@/api/said";
import { useFormat } from "@/lib/use-format";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { AddToDashboard } from "./add-to-dashboard";
import { AskingNote } from "./asking-note";
import { ExportAnswer } from "./export-answer";
import { SaveQuestion } from "./save-question";
import type { Asking } from "./use-answer";
import { HeadingsContext, LabelsContext } from "./use-group-name";

interface Props<Result> {
  title: string;
  about: string;
  query: Query;
  sentence: ReactNode;
  asked: {
    data: Answer<Result> | undefined;
    error: unknown;
    isFetching: boolean;
    isPlaceholderData: boolean;
    refetch: () => unknown;
    asking?: Asking;
  };
  children: (result: Result) => ReactNode;
}

/** A question page: the sentence on top, then the picture and the table, then what it cost to answer. */
export function QuestionFrame<Result>({ title, about, query, sentence, asked, children }: Props<Result>) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Page
      title={title}
      about={about}
      tools={
        <>
          <ExportAnswer query={query} title={title} />
          <AddToDashboard query={query} />
          <SaveQuestion query={query} />
        </>
      }
    >
      <div className="panel sentence" data-testid="sentence">
        {sentence}
      </div>
      {asked.asking ? <AskingNote asking={asked.asking} sample={asked.data?.sample} /> : null}
      {asked.asking?.isStopped && !asked.data ? null : (
        <Loaded asked={asked} rows={8}>
          {(answer) => (
            <div className="stack">
              <HeadingsContext value={answer.headings ?? {}}>
                <LabelsContext value={answer.labels ?? {}}>{children(answer.result)}</LabelsContext>
              </HeadingsContext>
              <div className="note" data-testid="read-note">
                {t("common.definition")}: {inLanguage(answer.definition, format.language)}
                <br />
                {t("common.readNote", {
                  rows: format.whole(answer.rows_read),
                  ms: format.whole(Math.round(answer.took_ms)),
                })}
                {" · "}
                {t("common.zone", { zone: format.zone })}
              </div>
            </div>
          )}
        </Loaded>
      )}
    </Page>
  );
}
