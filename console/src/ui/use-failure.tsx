import { App } from "antd";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { failureIn } from "@/i18n/failure";

const SECONDS = 6;

/** Says at the top of the page, in the reader's language, that something did not work. */
export function useFailure(): (error: unknown) => void {
  const { message } = App.useApp();
  const { i18n } = useTranslation();
  return useCallback(
    (error) => {
      const { sentence, detail } = failureIn(i18n.language, error);
      const words = (
        <>
          {sentence}
          {detail ? <div className="note">{detail}</div> : null}
        </>
      );
      void message.error(words, SECONDS);
    },
    [message, i18n.language],
  );
}
