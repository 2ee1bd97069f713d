import { Alert, Button } from "antd";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/api-error";
import { failureIn } from "@/i18n/failure";

type Advice = "unreachable" | "denied" | "missing" | "busy" | "failed" | "fix";

const ADVICE: Record<number, Advice> = {
  0: "unreachable",
  403: "denied",
  404: "missing",
  429: "busy",
  503: "busy",
};

function adviceFor(error: unknown): Advice {
  if (!(error instanceof ApiError)) return "failed";
  return ADVICE[error.status] ?? (error.status >= 500 ? "failed" : "fix");
}

interface Props {
  error: unknown;
  retry?: () => void;
}

/** What went wrong, its code and place, what is safe and what to do next. */
export function Problem({ error, retry }: Props) {
  const { t, i18n } = useTranslation();
  const refused = error instanceof ApiError ? error : null;
  const advice = adviceFor(error);
  const { sentence, detail } = failureIn(i18n.language, error);
  const asTitle = advice === "fix" || detail !== null;
  const after = asTitle || advice === "unreachable" ? null : sentence;
  return (
    <Alert
      type={advice === "denied" ? "info" : "error"}
      showIcon
      role="alert"
      title={asTitle ? sentence : t(`common.error.titles.${advice}`)}
      description={
        <>
          {detail ? <div>{detail}</div> : null}
          <div>{t(`common.error.${advice}`)}</div>
          {after ? <div className="note">{after}</div> : null}
          {refused ? <Codes refused={refused} /> : null}
        </>
      }
      action={
        retry && advice !== "denied" ? (
          <Button size="small" onClick={retry}>
            {t("common.retry")}
          </Button>
        ) : undefined
      }
    />
  );
}

/** By what somebody else finds it: its code, its place, its number in the log. */
function Codes({ refused }: { refused: ApiError }) {
  const { t } = useTranslation();
  const said = [
    ["code", refused.code],
    ["path", refused.path],
    ["reference", refused.reference],
  ] as const;
  return (
    <div className="note">
      {said
        .filter(([, value]) => value)
        .map(([name, value], at) => (
          <Fragment key={name}>
            {at > 0 ? " · " : ""}
            {t(`common.error.${name}`)}: <code>{value}</code>
          </Fragment>
        ))}
    </div>
  );
}
