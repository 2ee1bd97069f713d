import type { ErrorComponentProps } from "@tanstack/react-router";
import { Button, Result } from "antd";
import { useTranslation } from "react-i18next";

/** One page failed; the rest of the console goes on. */
export function BrokenPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  return (
    <Result
      status="error"
      title={t("shell.broken")}
      subTitle={
        <>
          <p>{t("shell.brokenHint")}</p>
          <code>{error instanceof Error ? error.message : String(error)}</code>
        </>
      }
      extra={
        <Button type="primary" onClick={reset}>
          {t("common.retry")}
        </Button>
      }
    />
  );
}
