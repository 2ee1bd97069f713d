import { useTranslation } from "react-i18next";

/** What a reason of cleaning means, in the reader's language; an unknown one as the server says it. */
export function useWhy(): (reason: string, said?: string) => string {
  const { t } = useTranslation();
  return (reason, said = "") => t(`why.reason.${reason as "bot"}`, { defaultValue: said || reason });
}

/** Reasons in words, each with the field it is about and its code a hover away. */
export function Reasons({ codes }: { codes: string }) {
  const why = useWhy();
  return codes.split(",").map((each) => {
    const [code = "", field] = each.trim().split(":");
    return (
      <div key={each} title={code}>
        {why(code)} {field ? <code>{field}</code> : null}
      </div>
    );
  });
}
