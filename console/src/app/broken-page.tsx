import { type ErrorComponentProps, Link, useLocation } from "@tanstack/react-router";
import { Button, Result } from "antd";
import { useTranslation } from "react-i18next";
import { BrokenAddress } from "@/lib/broken-address";

/** One page failed; the rest of the console goes on. What the address holds may be why: there is a way without it. */
export function BrokenPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  const parts = Object.keys(search);
  const broken = error instanceof BrokenAddress ? error : null;
  const hint = broken
    ? t(`shell.address.${broken.field ? "field" : "part"}`, { part: broken.part, field: broken.field })
    : t("shell.brokenHint");
  return (
    <Result
      status={broken ? "warning" : "error"}
      title={t(broken ? "shell.address.broken" : "shell.broken")}
      subTitle={
        <>
          <p>{hint}</p>
          {broken ? <p>{t("shell.address.why")}</p> : <code>{saidBy(error)}</code>}
        </>
      }
      extra={[
        parts.length > 0 ? (
          <Link key="without" to={pathname} search={{} as never} onClick={reset}>
            <Button type="primary">{t("shell.address.without")}</Button>
          </Link>
        ) : null,
        broken ? null : (
          <Button key="again" type={parts.length > 0 ? "default" : "primary"} onClick={reset}>
            {t("common.retry")}
          </Button>
        ),
      ]}
    />
  );
}

const saidBy = (error: unknown) => (error instanceof Error ? error.message : String(error));
